/** Age, Cache-Status and Server-Timing in every form that an answer may contain. */
import { describe, expect, test } from '@jest/globals';
import { combined, freshnessOf, parseCacheStatus } from '../../../../contract/client/freshness.ts';
import { cacheStatus } from '../../../../lambdas/http/freshness-headers.ts';

describe('Cache-Status', () => {
  test.each([
    ['s3dex; hit; ttl=3588', { hit: true, ttl: 3588, stored: false }],
    [
      's3dex;hit;ttl=-4;detail=stale-if-error',
      { hit: true, ttl: -4, stored: false, detail: 'stale-if-error' },
    ],
    ['s3dex; fwd=miss; stored', { hit: false, fwd: 'miss', stored: true }],
    [
      's3dex; fwd=bypass; detail="a \\"b\\"; hit, c"',
      { hit: false, fwd: 'bypass', stored: false, detail: 'a "b"; hit, c' },
    ],
    ['"s3dex"; hit', { hit: true, stored: false }],
    ['s3dex; fwd=partial; stored=?0', { hit: false, fwd: 'partial', stored: false }],
    ['s3dex; hit; ttl=5, CloudFront; fwd=miss; stored', { hit: true, ttl: 5, stored: false }],
    ['Proxy; hit; detail="s3dex; hit", s3dex; fwd=stale', { hit: false, fwd: 'stale', stored: false }],
  ])('%s', (header, status) => {
    expect(parseCacheStatus(header)).toEqual(status);
  });

  test.each([null, '', 'CloudFront; hit', 's3dexter; hit'])('%j has no entry of this service', (header) => {
    expect(parseCacheStatus(header)).toBeUndefined();
  });

  test('has each part that the service writes', () => {
    const provenance = {
      observedAt: 0,
      endsAt: 60_000,
      stored: true,
      s3Lists: 1,
      s3Heads: 0,
      s3Ms: 1,
      indexMs: 1,
    };
    expect(parseCacheStatus(cacheStatus({ ...provenance, served: 'hit' }, 10_000))).toEqual({
      hit: true,
      ttl: 50,
      stored: false,
    });
    expect(
      parseCacheStatus(
        cacheStatus({ ...provenance, served: 'bypass', detail: 'index "down", so S3' }, 10_000),
      ),
    ).toEqual({ hit: false, fwd: 'bypass', stored: true, detail: 'index "down", so S3' });
  });
});

test('Server-Timing is returned as milliseconds by part', () => {
  const headers = new Headers({ 'server-timing': 's3;dur=0, dynamodb;dur=6.2, total;dur=8' });
  expect(freshnessOf(headers, false).timing).toEqual({ s3: 0, dynamodb: 6.2, total: 8 });
});

test('an Age that is not a number of seconds is ignored', () => {
  expect(freshnessOf(new Headers({ age: '-3' }), false).age).toBeUndefined();
});

describe('the freshness of several answers together', () => {
  const part = (age: number, status: string) =>
    freshnessOf(
      new Headers({ age: `${age}`, 'cache-status': status, 'server-timing': 'total;dur=2' }),
      false,
    );

  test('has the greatest age and the shortest time to live', () => {
    expect(combined([part(3, 's3dex; hit; ttl=9'), part(8, 's3dex; hit; ttl=4')])).toEqual({
      age: 8,
      cacheStatus: { hit: true, ttl: 4, stored: false },
      revalidated: false,
      timing: { total: 4 },
    });
  });

  test('is a hit only if all answers are hits', () => {
    expect(combined([part(3, 's3dex; hit; ttl=9'), part(0, 's3dex; fwd=miss')]).cacheStatus).toEqual({
      hit: false,
      fwd: 'miss',
      stored: false,
    });
  });

  test('is unknown if there is no answer', () => {
    expect(combined([])).toEqual({ revalidated: false, timing: {} });
  });
});
