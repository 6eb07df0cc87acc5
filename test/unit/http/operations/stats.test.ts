import { describe, expect, test } from '@jest/globals';
import { statsAnswer } from '../../../../contract/answers/stats.ts';
import { PRICES, type PriceList } from '../../../../contract/prices.ts';
import { MISSES_BEFORE_LIST } from '../../../../lambdas/core/model/cost.ts';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import type { Served } from '../../../../lambdas/core/questions/provenance.ts';
import type { Reader } from '../../../../lambdas/core/questions/reader.ts';
import type { Stat } from '../../../../lambdas/core/questions/stat.ts';
import type { Counts } from '../../../../lambdas/http/operation.ts';
import { statsOf } from '../../../../lambdas/http/operations/stats.ts';
import { failed, HIT, NOW, service } from '../fixture.ts';

const shown = (counts: Counts, priceList?: PriceList) =>
  statsOf({ counters: () => counts, startedAt: NOW, priceList }, undefined);

const object = (name: string): Stat => ({
  type: 'object',
  key: name,
  entry: { type: 'object', name, sizeBytes: 1 },
});
const directory = (objects: number): Stat => ({
  type: 'directory',
  key: 'd/',
  totals: { objects, directories: 0, sizeBytes: 0, complete: true },
});

async function countsOf(given: Partial<Reader>, ask: { path: string; query?: string; body?: string }) {
  const { send, counted } = service(given);
  await send({ ...ask, path: `/v1/buckets/demo/${ask.path}`, method: ask.body ? 'POST' : 'GET' });
  const { httpRequests, functionGbSeconds, ...questions } = Object.fromEntries(counted);
  // Counted for every request with any outcome: one millisecond of a function with 1 GB, rounded up.
  expect([httpRequests, functionGbSeconds]).toEqual([1, 0.001]);
  return questions;
}

describe('counting questions', () => {
  test.each<[Served, string]>([
    ['hit', 'hits'],
    ['partial', 'partials'],
    ['miss', 'misses'],
    ['stale', 'misses'],
    ['request', 'misses'],
    ['bypass', 'bypasses'],
  ])('a list served by %s counts among %s, and as one LIST', async (served, counter) => {
    const entries: Entry[] = ['a', 'b'].map((name) => ({ type: 'object', name, sizeBytes: 1 }));
    const list: Reader['list'] = async () => ({
      outcome: 'answered',
      value: { entries: [...entries, { type: 'directory', name: 'c/' }] },
      provenance: { ...HIT, served },
    });
    expect(await countsOf({ list }, { path: 'entries' })).toEqual({
      requests: 1,
      [counter]: 1,
      plainLists: 1,
      listedObjects: 2,
    });
  });

  test.each<[string, Stat, object]>([
    ['an object is a HEAD', object('a'), { plainHeads: 1 }],
    ['an empty directory is a LIST', directory(0), { plainLists: 1 }],
    ['a directory is its LISTs', directory(2001), { plainLists: 3 }],
  ])('a stat: %s', async (_, stat, expected) => {
    const given: Partial<Reader> = {
      stat: async () => ({ outcome: 'answered', value: stat, provenance: HIT }),
    };
    expect(await countsOf(given, { path: 'stat', query: 'key=a' })).toEqual({
      requests: 1,
      hits: 1,
      ...expected,
    });
  });

  test('an answer that an object does not exist saves a HEAD', async () => {
    expect(await countsOf({}, { path: 'stat', query: 'key=a' })).toEqual({
      requests: 1,
      hits: 1,
      plainHeads: 1,
    });
  });

  test('a stat of many is the sum of its keys, and one request', async () => {
    const statMany: Reader['statMany'] = async () => ({
      outcome: 'answered',
      provenance: HIT,
      value: [
        { key: 'a', found: true, stat: object('a') },
        { key: 'd/', found: true, stat: directory(5) },
        { key: 'x', found: false },
      ],
    });
    expect(await countsOf({ statMany }, { path: 'stat', body: '{"keys":["a","d/","x"]}' })).toEqual({
      requests: 1,
      hits: 1,
      plainLists: 1,
      plainHeads: 2,
    });
  });

  test('a failed request saves nothing', async () => {
    const ask = { path: 'stat', query: 'key=a' };
    const stat = (code: 'unavailable' | 'only-if-cached' | 'no-such-bucket') => ({
      stat: async () => failed(code, { ...HIT, served: 'miss' as const }),
    });
    expect(await countsOf(stat('unavailable'), ask)).toEqual({ requests: 1, failures: 1 });
    expect(await countsOf(stat('only-if-cached'), ask)).toEqual({ requests: 1, declined: 1 });
    expect(await countsOf(stat('no-such-bucket'), ask)).toEqual({ requests: 1 });
  });

  test('what was counted is published with its request', async () => {
    const { send, published } = service();
    await send({ path: '/v1/buckets/demo/entries' });
    const counts = { requests: 1, hits: 1, plainLists: 1, httpRequests: 1, functionGbSeconds: 0.001 };
    expect(published).toEqual([new Map(Object.entries(counts))]);
  });

  test('the reason why S3 was asked is logged, and nothing for hits', async () => {
    const reasons: string[] = [];
    const ask = (provenance: object) =>
      service(
        {
          list: async () => ({
            ...{ outcome: 'answered', value: { entries: [] } },
            provenance: { ...HIT, ...provenance },
          }),
        },
        { logReason: (reason) => reasons.push(reason) },
      ).send({ path: '/v1/buckets/demo/entries' });
    await ask({});
    await ask({ served: 'partial' });
    await ask({ served: 'bypass', detail: 'index-unavailable' });
    expect(reasons).toEqual(['partial', 'bypass, index-unavailable']);
  });

  test('refused requests are not counted', async () => {
    expect(await countsOf({}, { path: 'entries', query: 'limit=0' })).toEqual({});
  });
});

describe('stats', () => {
  test('are valued by the price table', () => {
    const stats = shown({
      requests: 10,
      plainLists: 6,
      plainHeads: 4,
      listedObjects: 100,
      s3List: 1,
      s3Head: 2,
      readUnits: 40,
      writeUnits: 8,
      httpRequests: 12,
      metricLines: 3,
      functionGbSeconds: 0.5,
    });
    expect(stats.s3).toEqual({ lists: 1, heads: 2, listsAvoided: 5, headsAvoided: 2 });
    expect(stats.dynamodb).toEqual({ readUnits: 40, writeUnits: 8 });
    // Computed by hand, per million: 6 x $5 + 4 x $0.40; 12 x ($1 + $0.20 + $0.225 of log) + 3 x $0.30 of log + 0.5 x
    // $13.3334; 1 x 5 + 2 x 0.4 + 40 x 0.125 + 8 x 0.625 in addition; and 100 HEADs more.
    expect(stats.dollars).toEqual({
      region: 'us-east-1',
      pricesAsOf: '2026-11-22',
      direct: 0.0000316,
      spent: 0.000040467,
      front: 0.000024667,
      saved: -0.000008867,
      savedWithHeads: 0.000031133,
    });
  });

  test("are valued by the deployment's price list, if it has one", () => {
    const prices = { ...PRICES, s3List: 2 * PRICES.s3List };
    const { dollars } = shown({ plainLists: 1 }, { region: 'eu-west-1', asOf: '2026-11-01', prices });
    expect(dollars).toMatchObject({ region: 'eu-west-1', pricesAsOf: '2026-11-01', direct: 0.00001 });
  });

  test('say when the index cost more than it saved', () => {
    expect(shown({ requests: 1, plainHeads: 1, writeUnits: 30 }).dollars.saved).toBeLessThan(0);
  });

  test('are served with what was counted and the table size', async () => {
    const { send } = service();
    await send({ path: '/v1/buckets/demo/entries' });
    const response = await send({ path: '/v1/stats' });
    const body = JSON.parse(response.body);
    expect(statsAnswer.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({
      since: '2026-11-22T09:29:00.000Z',
      requests: 1,
      hits: 1,
      table: { items: 3, bytes: 900 },
    });
    expect(response.headers['cache-control']).toBe('no-store');
  });

  test.each([
    ['fails', () => Promise.reject(new Error('no'))],
    ['is not known', async () => undefined],
  ])('leave the table size out when it %s', async (_, tableSize) => {
    const body = JSON.parse((await service({}, { tableSize }).send({ path: '/v1/stats' })).body);
    expect(body).not.toHaveProperty('table');
    expect(statsAnswer.safeParse(body).success).toBe(true);
  });

  test('the number of misses before a LIST follows from the same prices', () => {
    expect(MISSES_BEFORE_LIST).toBe(Math.floor(PRICES.s3List / PRICES.s3Head));
  });
});
