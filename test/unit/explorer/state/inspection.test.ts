/** With a reader's token, requests for operators are refused. The page must say so and stop sending them. */
import { expect, test } from '@jest/globals';
import { signal } from '@preact/signals';
import { S3dexError, type S3dexErrorCode } from '../../../../contract/client/error.ts';
import { Inspecting } from '../../../../explorer/state/inspection.ts';
import type { Pace } from '../../../../explorer/state/pace.ts';
import { followSavings } from '../../../../explorer/state/savings.ts';
import type { Service } from '../../../../explorer/state/service.ts';

const SETTLING = 50;

/** A service that fails with this error, and a clock that the test moves. */
function stage(code: S3dexErrorCode) {
  const world = { asked: 0, ticks: [] as (() => void)[] };
  const fail = async () => {
    world.asked++;
    throw new S3dexError({ code, detail: 'as told' });
  };
  const service = { stats: fail, inspect: fail } as unknown as Service;
  const pace: Pace = {
    live: signal(true),
    visible: signal(true),
    wait: () => new Promise((resolve) => void world.ticks.push(resolve)),
  };
  const settle = async () => {
    for (let turn = 0; turn < SETTLING; turn++) await Promise.resolve();
  };
  const tick = async () => {
    await settle();
    for (const resolve of world.ticks.splice(0)) resolve();
    await settle();
  };
  return { world, service, pace, tick };
}

test.each<[S3dexErrorCode, number]>([
  ['forbidden', 1],
  ['unauthorized', 1],
  ['unreachable', 3],
])('counters that are %s are requested %i times', async (code, times) => {
  const { world, service, pace, tick } = stage(code);
  const stats = followSavings(service, pace, new AbortController().signal);
  await tick();
  await tick();
  expect(world.asked).toBe(times);
  expect(stats.value).toBe(times === 1 ? 'refused' : undefined);
});

test('a refused inspection is not requested again, whatever changes', async () => {
  const { world, service, pace, tick } = stage('forbidden');
  const inspecting = new Inspecting(service, pace, { bucket: 'demo', prefix: '' });
  inspecting.askSoon();
  await tick();
  inspecting.askSoon();
  await tick();
  expect(inspecting.answer.value).toBe('refused');
  expect(world.asked).toBe(1);
});
