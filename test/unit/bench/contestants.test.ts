import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setCredentials } from '../../../bench/clients.ts';
import { BUCKET, CONTESTANTS, type Contestant, type ContestantName } from '../../../bench/contestant.ts';
import { createContestants } from '../../../bench/contestants.ts';
import { nameOf } from '../../../bench/directory.ts';
import { NO_LATENCY, type Servers, startServers } from '../../../bench/servers/start.ts';

const OBJECTS = 60;
let servers: Servers;
let contestants: Map<ContestantName, Contestant>;

beforeAll(async () => {
  setCredentials();
  servers = await startServers(NO_LATENCY);
  const { s3dex, rivals } = await createContestants(servers);
  contestants = new Map([s3dex, ...rivals].map((it) => [it.name, it]));
  await servers.fill([{ bucket: BUCKET, prefix: 'd/', count: OBJECTS }]);
});

afterAll(() => {
  for (const contestant of contestants.values()) contestant.stop();
  servers.stop();
});

describe.each(CONTESTANTS)('%s', (name) => {
  test('gives the same answers as the others, cold and warm', async () => {
    const contestant = contestants.get(name)!;
    for (let time = 0; time < 2; time++) {
      expect(await contestant.list('d/')).toBe(OBJECTS);
      expect(await contestant.stat(`d/${nameOf(5)}`)).toBe(true);
      expect(await contestant.stat('d/none')).toBe(false);
      expect(await contestant.statMany([1, 2, 3].map((i) => `d/${nameOf(i)}`))).toBe(3);
    }
  });
});

test('its calls are counted on the wire, separately from the others', async () => {
  const plain = contestants.get('list-only')!;
  const before = plain.counts;
  await plain.list('d/');
  await plain.stat(`d/${nameOf(0)}`);
  const after = plain.counts;
  expect(after.s3Lists - before.s3Lists).toBe(1);
  expect(after.s3Heads - before.s3Heads).toBe(1);
  expect(after).toMatchObject({ rru: 0, wru: 0, requests: 0 });
});

test('if it has pages, it can continue after any key', async () => {
  const paged = [...contestants.values()].filter(({ page }) => page !== undefined);
  expect(paged.map(({ name }) => name)).toEqual(['s3dex', 'list-only']);
  for (const contestant of paged) {
    const { requests, s3Lists } = contestant.counts;
    expect(await contestant.page!('d/')).toBe(OBJECTS);
    expect(await contestant.page!('d/', `d/${nameOf(9)}`)).toBe(OBJECTS - 10);
    const asked = contestant.counts.requests - requests + contestant.counts.s3Lists - s3Lists;
    expect(asked).toBeGreaterThanOrEqual(2);
  }
});

test('an item per object reads strongly what it wrote once', async () => {
  const rival = contestants.get('item-per-object')!;
  await servers.fill([{ bucket: BUCKET, prefix: 'e/', count: OBJECTS }]);
  const before = rival.counts;
  await rival.list('e/');
  const cold = rival.counts;
  await rival.list('e/');
  const warm = rival.counts;
  expect(cold.wru - before.wru).toBe(OBJECTS + 1);
  expect(warm).toMatchObject({ wru: cold.wru, s3Lists: cold.s3Lists });
  expect(warm.rru - cold.rru).toBeGreaterThanOrEqual(1 + Math.ceil((OBJECTS * 130) / 4_096));
});
