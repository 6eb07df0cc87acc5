import { describe, expect, test } from '@jest/globals';
import { parseCacheControl } from '../../../lambdas/http/cache-control.ts';
import { NEUTRAL } from './fixture.ts';

describe('request Cache-Control', () => {
  test.each([
    [undefined, {}],
    ['', {}],
    ['no-cache', { noCache: true }],
    ['NO-CACHE', { noCache: true }],
    ['no-store', { noStore: true }],
    ['only-if-cached', { onlyIfCached: true }],
    ['max-age=0', { maxAgeMs: 0 }],
    ['max-age=60', { maxAgeMs: 60_000 }],
    ['Max-Age="60"', { maxAgeMs: 60_000 }],
    ['max-age = 60', { maxAgeMs: 60_000 }],
    ['max-age=60, no-store', { maxAgeMs: 60_000, noStore: true }],
    ['max-age=60,only-if-cached ,, no-transform', { maxAgeMs: 60_000, onlyIfCached: true }],
    ['max-age=60, max-age=5', { maxAgeMs: 5_000 }],
    ['max-age=99999999999999999999', { maxAgeMs: 2 ** 31 * 1000 }],
  ])('%j', (header, expected) => {
    expect(parseCacheControl(header)).toEqual({ ...NEUTRAL, ...expected });
  });

  test.each([
    'max-age',
    'max-age=',
    'max-age=-1',
    'max-age=1.5',
    'max-age=1e3',
    'max-age=abc',
    'max-stale=60',
    'private',
    'x-no-cache',
    'foo="no-cache, max-age=1"',
    'foo="a \\" no-store"',
  ])('%j is ignored', (header) => {
    expect(parseCacheControl(header)).toEqual(NEUTRAL);
  });
});
