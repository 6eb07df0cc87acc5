/** One `POST stat` of 1,000 directories with `no-cache` made 1,000 LISTs ($0.005) and wrote 2,001 units. */
import { expect, test } from '@jest/globals';
import { MAX_S3_DOLLARS } from '../../lambdas/core/request/s3-ceiling.ts';
import { DECIDING_PRICES } from '../../shared/prices.ts';
import { ORDINARY, World } from '../support/world.ts';

const DIRECTORIES = Array.from({ length: 1_000 }, (_, index) => `d${index}/`);
const MAX_LISTS = Math.round(MAX_S3_DOLLARS / DECIDING_PRICES.s3List);

function worldOfDirectories(): World {
  const world = new World();
  for (const directory of DIRECTORIES) world.put(`${directory}k`);
  return world;
}

test('a request that would cost more S3 calls than it may is refused, and made no more of them', async () => {
  const world = worldOfDirectories();
  const { list, head } = await world.callsOf(async () => {
    expect(await world.statMany(DIRECTORIES, { ...ORDINARY, noCache: true })).toMatchObject({
      outcome: 'failed',
      code: 'too-expensive',
      detail: expect.stringContaining(`${MAX_LISTS} LISTs`),
    });
  });
  expect([list, head]).toEqual([MAX_LISTS, 0]);
});

test('asked again without no-cache it goes on from what was kept, until it is answered', async () => {
  const world = worldOfDirectories();
  let asked = 0;
  for (let code = 'too-expensive'; code === 'too-expensive'; asked++) {
    world.now += 1;
    const answer = await world.statMany(DIRECTORIES);
    code = answer.outcome === 'failed' ? answer.code : 'answered';
    expect(asked).toBeLessThan(10);
  }
  expect(asked).toBe(DIRECTORIES.length / MAX_LISTS);
});

test('1,000 cold objects of 1,000 directories fit', async () => {
  const world = worldOfDirectories();
  const answer = await world.statMany(DIRECTORIES.map((directory) => `${directory}k`));
  expect(answer.outcome).toBe('answered');
});
