/**
 * The LISTs that one directory's totals may take were counted over the whole question: with several directories in one stat many, small
 * ones were given up as too large, and what was not there at all was found, with nothing in it.
 */
import { expect, test } from '@jest/globals';
import type { ObjectStore } from '../../lambdas/core/ports.ts';
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
