import { expect, test } from '@jest/globals';
import { failed } from '../../../lambdas/core/questions/answer.ts';
import { createCrowd } from '../../../lambdas/http/crowd.ts';
import { type Outcome, refused, reported } from '../../../lambdas/http/outcome.ts';

const AT_ONCE = 64;

/** A crowd whose clock moves only when `pass` is called. */
function slowMotion() {
  let now = 0;
  const waiting: { at: number; wake: () => void }[] = [];
  const wait = (ms: number) => new Promise<void>((wake) => waiting.push({ at: now + ms, wake }));
  const settled = () => new Promise<void>((done) => setImmediate(done));
  return {
    crowd: createCrowd({ now: () => now }, { wait }),
    /** Moves in steps, because a request that wakes up may wait again. */
    async pass(ms: number, step = 250) {
      for (const end = now + ms; now < end; ) {
        now += step;
        for (const { wake } of waiting.filter(({ at }) => at <= now)) wake();
        await settled();
      }
    },
  };
}

/** 64 requests that run until `finish`, and other requests that wait behind them. */
function fullHouse(crowd: ReturnType<typeof createCrowd>, others: number) {
  const { promise, resolve: finish } = Promise.withResolvers<Outcome>();
  const inside = Array.from({ length: AT_ONCE }, () => crowd(() => promise));
  const ended: Outcome[] = [];
  const behind = Array.from({ length: others }, async () => {
    ended.push(await crowd(() => reported('{}')));
  });
  return { inside, behind, ended, finish };
}

test('many concurrent requests are answered as far as possible, and the rest gets a 503 with Retry-After when it waited too long', async () => {
  const { crowd, pass } = slowMotion();
  const { inside, behind, ended, finish } = fullHouse(crowd, 36);
  await pass(4_750);
  expect(ended).toEqual([]);
  await pass(250);
  await Promise.all(behind);
  expect(ended).toHaveLength(36);
  for (const outcome of ended) expect(outcome).toMatchObject({ outcome: 'refused', code: 'unavailable' });
  finish(reported('{}'));
  for (const outcome of await Promise.all(inside)) expect(outcome.outcome).toBe('replied');
});

test('a burst that is answered in time has no refusals', async () => {
  const { crowd } = slowMotion();
  const answers = Array.from({ length: 1_000 }, () => crowd(() => reported('{}')));
  for (const outcome of await Promise.all(answers)) expect(outcome.outcome).toBe('replied');
});

test.each([
  ['the table does not answer', failed('unavailable', 'the table does not answer')],
  ['another crowd was too large', refused('unavailable', 'too many requests at the same time')],
])(
  'after an answer that said "unavailable" because %s, the next requests wait only for a moment',
  async (_, outcome) => {
    const { crowd, pass } = slowMotion();
    await crowd(() => outcome);
    const { behind, ended } = fullHouse(crowd, 1);
    await pass(250);
    await Promise.all(behind);
    expect(ended).toMatchObject([{ outcome: 'refused', code: 'unavailable' }]);
  },
);

test('a second later they wait as long as before', async () => {
  const { crowd, pass } = slowMotion();
  await crowd(() => failed('unavailable', 'the table does not answer'));
  await pass(1_000);
  const { behind, ended, finish } = fullHouse(crowd, 1);
  await pass(4_000);
  expect(ended).toEqual([]);
  finish(reported('{}'));
  await Promise.all(behind);
  expect(ended).toMatchObject([{ outcome: 'replied' }]);
});
