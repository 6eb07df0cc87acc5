/**
 * The limit of LISTs for one directory's totals was applied to the whole request. In a stat of several directories,
 * small ones were reported as too large, and absent ones were found, with nothing in them.
 */
import { expect, test } from '@jest/globals';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { World } from '../support/world.ts';

const DIRECTORIES = Array.from({ length: 12 }, (_, i) => `d${i}/`);

test('each directory in a stat of many is counted completely, however many are requested', async () => {
  const world = new World();
  const six = DIRECTORIES.slice(0, 6);
  for (const directory of six) for (let i = 0; i < 2_001; i++) world.put(`${directory}${i}`);

  const answer = await world.statMany(six);

  if (answer.outcome !== 'answered') throw new Error(answer.detail);
  for (const result of answer.value)
    expect(result).toMatchObject({ found: true, stat: { totals: { objects: 2_001, complete: true } } });
});

test('a removed directory is not found, whatever else is requested', async () => {
  let lists = 0;
  const store = (inner: ObjectStore): ObjectStore => ({
    ...inner,
    list: (request) => {
      lists++;
      return inner.list(request);
    },
    // The refusal is delayed, so that this directory is listed after all others.
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

test('a directory of less than 10,000 entries is counted completely, even if its pages have uneven sizes', async () => {
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
