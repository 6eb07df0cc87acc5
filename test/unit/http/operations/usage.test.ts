import { describe, expect, test } from '@jest/globals';
import { usageAnswer } from '../../../../contract/answers/usage.ts';
import { noUsage } from '../../../../lambdas/core/model/usage.ts';
import type { TreeUsage } from '../../../../lambdas/core/questions/usage.ts';
import { DEMO, HIT, NEUTRAL, problemOf, service } from '../fixture.ts';

const PATH = '/v1/buckets/demo/usage';
const NEWEST = Date.UTC(2026, 10, 20, 18, 3, 11);

const answering = (value: TreeUsage) =>
  service({ usage: async () => ({ outcome: 'answered', value, provenance: HIT }) });

const PHOTOS: TreeUsage = {
  usage: {
    objects: 3,
    sizeBytes: 60,
    newestMs: NEWEST,
    oldestMs: 0,
    largest: { name: 'b/c.raw', sizeBytes: 40 },
    byClass: new Map([['STANDARD', { objects: 3, sizeBytes: 60 }]]),
  },
  children: [
    { name: 'a/', usage: { ...noUsage(), objects: 1, sizeBytes: 10 } },
    { name: 'b/', usage: { ...noUsage(), objects: 1, sizeBytes: 40, newestMs: NEWEST } },
    { name: 'c/', usage: { ...noUsage(), objects: 1, sizeBytes: 10 } },
  ],
  complete: true,
};

describe('usage', () => {
  test('has the fields that API.md documents, the largest children first', async () => {
    const response = await answering(PHOTOS).send({ path: PATH, query: 'prefix=photos/&depth=1&limit=2' });
    expect(response.statusCode).toBe(200);
    expect(response.headers.age).toBe('12');
    const body = JSON.parse(response.body);
    expect(body).toEqual({
      bucket: 'demo',
      prefix: 'photos/',
      objects: 3,
      size: 60,
      lastModified: '2026-11-20T18:03:11.000Z',
      oldest: '1970-01-01T00:00:00.000Z',
      largest: { key: 'photos/b/c.raw', size: 40 },
      byStorageClass: { STANDARD: { objects: 3, size: 60 } },
      complete: true,
      children: [
        { prefix: 'photos/b/', objects: 1, size: 40, lastModified: '2026-11-20T18:03:11.000Z' },
        { prefix: 'photos/a/', objects: 1, size: 10 },
      ],
      childrenOmitted: 1,
    });
    expect(usageAnswer.safeParse(body).success).toBe(true);
  });

  test('by name, in the order of S3', async () => {
    const { send } = answering(PHOTOS);
    const { body } = await send({ path: PATH, query: 'prefix=photos/&depth=1&sort=name' });
    const names = JSON.parse(body).children.map(({ prefix }: { prefix: string }) => prefix);
    expect(names).toEqual(['photos/a/', 'photos/b/', 'photos/c/']);
  });

  test('of an empty prefix is zero, without optional fields; without a depth there are no children', async () => {
    const { send, asked } = service();
    const { body } = await send({ path: PATH });
    expect(JSON.parse(body)).toEqual({ bucket: 'demo', prefix: '', objects: 0, size: 0, complete: true });
    expect(asked).toEqual([
      { operation: 'usage', question: { bucket: DEMO, directory: '', depth: 0, freshness: NEUTRAL } },
    ]);
  });

  test('counts the LISTs that the same answer costs straight from S3', async () => {
    const usage = { ...noUsage(), objects: 2_001 };
    const { send, counted } = answering({ usage, children: [], complete: true });
    await send({ path: PATH });
    expect(Object.fromEntries(counted)).toMatchObject({ requests: 1, hits: 1, plainLists: 3 });
  });

  test.each([
    ['prefix=a', 'prefix'],
    ['depth=-1', 'depth'],
    ['depth=1025', 'depth'],
    ['depth=1.5', 'depth'],
    ['sort=size', 'sort'],
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['recursive=true', 'recursive'],
  ])('%j is refused by the name of its field', async (query, field) => {
    const response = await service().send({ path: PATH, query });
    expect(problemOf(response)).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(problemOf(response).detail).toContain(field);
  });

  test('outside the served prefixes is forbidden, in a bucket that is not served there is nothing', async () => {
    const outside = await service().send({ path: '/v1/buckets/partly/usage', query: 'prefix=logs/' });
    expect(problemOf(outside)).toMatchObject({ code: 'forbidden' });
    const nowhere = await service().send({ path: '/v1/buckets/nope/usage' });
    expect(problemOf(nowhere)).toMatchObject({ code: 'no-such-bucket' });
  });
});
