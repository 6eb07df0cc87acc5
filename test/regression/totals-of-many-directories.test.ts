/**
 * The LISTs that one directory's totals may take were counted over the whole question: with several directories in one stat many, small
 * ones were given up as too large, and what was not there at all was found, with nothing in it.
 */
import { expect, test } from '@jest/globals';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { World } from '../support/world.ts';

const DIRECTORIES = Array.from({ length: 12 }, (_, i) => `d${i}/`);

test('each directory of a stat many is counted whole, however many are asked for', async () => {
  const world = new World();
  const six = DIRECTORIES.slice(0, 6);
  for (const directory of six) for (let i = 0; i < 2_001; i++) world.put(`${directory}${i}`);

  const answer = await world.statMany(six);

  if (answer.outcome !== 'answered') throw new Error(answer.detail);
  for (const result of answer.value)
    expect(result).toMatchObject({ found: true, stat: { totals: { objects: 2_001, complete: true } } });
});

test('a directory that is gone is not found, whatever is asked beside it', async () => {
  let lists = 0;
  const store = (inner: ObjectStore): ObjectStore => ({
    ...inner,
    list: (request) => {
      lists++;
      return inner.list(request);
    },
    // Says only late that it will not say, so that the directory is to be listed after all others were.
    head: async () => {
      while (lists < DIRECTORIES.length) await Promise.resolve();
      return { outcome: 'failed', reason: 'denied', message: 'encrypted with a key of the customer' };
    },
  });
  const world = new World({ store });
  world.put('gone/x');
  await world.list('gone/');
  await world.removeAndTell('gone/x');
  lists = 0;

  const answer = await world.statMany(['gone/', ...DIRECTORIES]);

  if (answer.outcome !== 'answered') throw new Error(answer.detail);
  expect(answer.value[0]).toEqual({ key: 'gone/', found: false });
});

test('a directory of less than 10,000 entries is counted whole, though its pages have grown uneven', async () => {
  const world = new World();
  const all = Array.from({ length: 9_900 }, (_, i) => `d/${String(i).padStart(5, '0')}`);
  const early = new Set(all.filter((_, i) => i % 10 < 7 && i % 3 > 0));
  const late = all.filter((key) => !early.has(key));
  for (const key of early) world.put(key);
  await world.list('d/');
  await world.putAndTell(...late);
  await world.list('d/');
  await world.putAndTell(...all);

  const answer = await world.stat('d/');

  expect(answer).toMatchObject({ value: { totals: { objects: 9_900, complete: true } } });
  expect(answer.provenance?.s3Lists).toBeGreaterThan(10);
});
