/**
 * A page that begins inside an older chunk left that chunk in the index. A listing with a small limit then read only
 * the older chunk, and returned its outdated data for names of the later page.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

const names = Array.from({ length: 40 }, (_, i) => `d/${String(i).padStart(2, '0')}`);

test.each([2, 5, 20, 39])('a listing of %i names shows the latest observation of each', async (limit) => {
  const world = new World();
  for (const name of names) world.put(name, 1);
  const list = (over: object) =>
    world.reader.list({
      ...{ bucket: world.bucket, directory: 'd/', filter: '', limit, freshness: ORDINARY },
      ...over,
    });
  await list({});
  world.now += 10;
  // There are no events, so only the second observation shows the change.
  for (const name of names) world.put(name, 2);
  await list({ after: '00', freshness: { ...ORDINARY, noCache: true } });
  world.now += 10;
  expect(await world.stat('d/01')).toMatchObject({ value: { entry: { sizeBytes: 2 } } });
  // For names before the new page, the older chunk is still used.
  const { list: lists } = await world.callsOf(() => list({}));
  expect(lists).toBe(0);
  const answer = await list({});
  if (answer.outcome !== 'answered') throw new Error(answer.code);
  const sizes = answer.value.entries.slice(1).map((entry) => entry.type === 'object' && entry.sizeBytes);
  expect(sizes).toEqual(Array.from({ length: limit - 1 }, () => 2));
});
