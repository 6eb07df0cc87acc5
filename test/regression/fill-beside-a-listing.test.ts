/**
 * A fill stores the page of a directory some seconds after its first LIST, with the date of that LIST. In between,
 * others list the directory.
 */
import { expect, test } from '@jest/globals';
import { workOn } from '../../lambdas/core/fills/work-on-range.ts';
import { createInstance } from '../../lambdas/core/request/instance.ts';
import { FillWorld } from '../support/fill-world.ts';
import { ORDINARY } from '../support/world.ts';

const LATER_MS = 6 * 60_000;
const named = (prefix: string, index: number) => `${prefix}${String(index).padStart(5, '0')}`;

/** A worker that runs `during` while S3 answers the LIST with this number. */
function workerOf(world: FillWorld, listNumber: number, during: () => Promise<void>) {
  const deps = world.newDeps();
  let lists = 0;
  let ids = 0;
  const store: typeof deps.store = {
    ...deps.store,
    list: async (request) => {
      const answer = await deps.store.list(request);
      world.now += 50;
      if (++lists === listNumber) await during();
      return answer;
    },
  };
  const instance = createInstance({ ...deps, store, random: { id: () => `w${ids++}` } });
  const queue = { send: async (message: FillWorld['messages'][number]) => void world.messages.push(message) };
  const settings = { openRanges: 1, workMs: 1_000_000 };
  return async (prefix: string) => {
    await world.begin(prefix);
    for (let message = world.messages.shift(); message; message = world.messages.shift())
      expect(
        await workOn({ instance, fills: world.fillTable, queue, settings }, world.bucket, message),
      ).toEqual({
        outcome: 'done',
      });
  };
}

test('a change that was marked and listed during a fill is not a lost event', async () => {
  const world = new FillWorld();
  world.put('0old');
  for (let index = 0; index < 2_500; index++) world.put(named('d/', index));
  const fill = workerOf(world, 2, async () => {
    await world.removeAndTell('0old');
    world.now += 1_000;
    expect((await world.list('')).names).toEqual(['d/']);
  });
  await fill('');
  world.now += LATER_MS;
  await fill('d/');
  expect(world.counts.unmarkedChanges ?? 0).toBe(0);
});

test('no chunk of a fill is written inside a later page', async () => {
  const world = new FillWorld();
  // Names that do not compress, so that the page takes several chunks.
  const names = Array.from({ length: 900 }, (_, index) =>
    named(`d/${(index * 2654435761) % 2 ** 32}-`, index),
  ).sort();
  for (const name of names) world.put(name);
  for (let index = 0; index < 1_500; index++) world.put(named('e/', index));
  const fill = workerOf(world, 1, async () => {
    world.now += 100;
    // The events are late.
    for (const name of names.slice(5, 890)) world.remove(name);
    world.now += 100;
    await world.list('d/');
  });
  await fill('');
  const answer = await world.stat(names[500]!);
  expect(answer).toMatchObject({ outcome: 'failed', code: 'no-such-key' });
});

test('a directory page of a fill ends where a later page begins', async () => {
  const world = new FillWorld();
  const names = Array.from({ length: 40 }, (_, index) => named('d/', index));
  for (const name of names) world.put(name, 1);
  for (let index = 0; index < 1_500; index++) world.put(named('e/', index));
  const list = (over: object) =>
    world.reader.list({
      ...{ bucket: world.bucket, directory: 'd/', filter: '', limit: 35, freshness: ORDINARY },
      ...over,
    });
  const fill = workerOf(world, 1, async () => {
    world.now += 100;
    // The events are late.
    for (const name of names) world.put(name, 2);
    // So few names follow this one that no chunk of the fill's page would begin here.
    await list({ after: names[30]!.slice('d/'.length), freshness: { ...ORDINARY, noCache: true } });
  });
  await fill('');
  const answer = await list({});
  if (answer.outcome !== 'answered') throw new Error(answer.code);
  const sizes = answer.value.entries.map((entry) => entry.type === 'object' && entry.sizeBytes);
  expect(sizes).toEqual(names.slice(0, 35).map((_, index) => (index > 30 ? 2 : 1)));
});
