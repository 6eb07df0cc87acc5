/**
 * One `POST stat` of 1,000 directories with `no-cache` made 1,000 LISTs ($0.005) and wrote 2,001 units. One `POST
 * entries` of 100 directories made as many calls as 100 lists. A plain list that waited for a LIST of such a
 * request failed because of the other's limit.
 */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import type { CacheDirectives } from '../../lambdas/core/questions/cache-directives.ts';
import { MAX_S3_DOLLARS } from '../../lambdas/core/request/s3-ceiling.ts';
import { DECIDING_PRICES } from '../../shared/prices.ts';
import { type Listing, ORDINARY, World, type WorldOptions } from '../support/world.ts';

const DIRECTORIES = Array.from({ length: 1_000 }, (_, index) => `d${index}/`);
/** Its fill begins before the limit is reached. Its LIST would be sent when the limit is reached. */
const HELD = 'd195/';
const MAX_LISTS = Math.round(MAX_S3_DOLLARS / DECIDING_PRICES.s3List);

function worldOfDirectories(options: WorldOptions = {}): World {
  const world = new World(options);
  for (const directory of DIRECTORIES) world.put(`${directory}k`);
  return world;
}

test('a request that would exceed its limit of S3 calls is refused without exceeding it', async () => {
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

test('repeated without no-cache, the request continues from what was stored until it is answered', async () => {
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

test('1,000 cold objects in 1,000 directories are within the limit', async () => {
  const world = worldOfDirectories();
  const answer = await world.statMany(DIRECTORIES.map((directory) => `${directory}k`));
  expect(answer.outcome).toBe('answered');
});

const PREFIXES = DIRECTORIES.slice(0, 100);
/** For a store with pages of 10 keys: three LISTs per directory, 300 together. */
const NAMES = Array.from({ length: 30 }, (_, index) => `k${index}`);

function worldOfSmallPages(): World {
  const world = new World({
    store: (store) => ({
      ...store,
      list: (call) => store.list({ ...call, maxKeys: Math.min(call.maxKeys, 10) }),
    }),
  });
  for (const prefix of PREFIXES) for (const name of NAMES) world.put(prefix + name);
  return world;
}

async function listMany(world: World, freshness: CacheDirectives = ORDINARY) {
  const { bucket } = world;
  const places = PREFIXES.map((directory) => ({ directory, filter: '' }));
  const answer = await world.reader.listMany({ bucket, places, limit: 1_000, freshness });
  return answer.outcome === 'answered' ? answer.value : [answer];
}

test('directories beyond the limit get a problem each, and the others are answered', async () => {
  const world = worldOfSmallPages();
  const { list, head } = await world.callsOf(async () => {
    const answers = await listMany(world, { ...ORDINARY, noCache: true });
    expect(answers).toHaveLength(PREFIXES.length);
    const listed = answers.filter((it) => it.outcome === 'answered');
    expect(listed.length).toBeGreaterThan(50);
    expect(listed.map(({ value }) => value.entries.length)).toEqual(listed.map(() => NAMES.length));
    const codes = answers.flatMap((it) => (it.outcome === 'failed' ? [it.code] : []));
    expect(codes.length).toBeGreaterThan(0);
    expect(new Set(codes)).toEqual(new Set(['too-expensive']));
  });
  expect([list, head]).toEqual([MAX_LISTS, 0]);
});

test('repeated, the request continues from what was stored', async () => {
  const world = worldOfSmallPages();
  const { list } = await world.callsOf(async () => {
    await listMany(world);
    world.now += 1;
    const answers = await listMany(world);
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['answered']));
  });
  expect(list).toBeLessThanOrEqual(2 * MAX_LISTS);
});

test('100 directories with one LIST each are within the limit', async () => {
  const world = worldOfDirectories();
  const answers = await listMany(world);
  expect(answers.map(({ outcome }) => outcome)).toEqual(PREFIXES.map(() => 'answered'));
});

test('a list that waits for a call of a request at its limit makes the call itself', async () => {
  let joiner: Promise<Listing> | undefined;
  const heldLease = (table: IndexTable): IndexTable => ({
    ...table,
    acquireFill: async (directory, request) => {
      if (directory.prefix === HELD) {
        joiner ??= world.list(HELD);
        for (let i = 0; i < 10_000 && world.s3.calls.list < MAX_LISTS; i++) await Promise.resolve();
      }
      return table.acquireFill(directory, request);
    },
  });
  const world = worldOfDirectories({ table: heldLease });
  expect(await world.statMany(DIRECTORIES)).toMatchObject({ outcome: 'failed', code: 'too-expensive' });
  expect((await joiner)?.names).toEqual(['k']);
});

test('directories beyond the limit take no lease and begin no watch', async () => {
  let leases = 0;
  const counted = (table: IndexTable): IndexTable => ({
    ...table,
    acquireFill: (directory, request) => {
      leases++;
      return table.acquireFill(directory, request);
    },
  });
  const world = worldOfDirectories({ table: counted });
  await world.statMany(DIRECTORIES);
  expect(leases).toBe(MAX_LISTS);
});
