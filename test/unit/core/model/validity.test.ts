import { describe, expect, test } from '@jest/globals';
import { longestLifeMs, watchLengthMs } from '../../../../lambdas/core/model/life.ts';
import {
  type FreshnessPolicy,
  floorAbove,
  judge,
  policyOf,
  stands,
} from '../../../../lambdas/core/model/validity.ts';

const observed = { observedAt: 100, endsAt: 200, watchedUntil: 250, epoch: 'e' };
const by: FreshnessPolicy = {
  now: 150,
  latestAt: 160,
  epoch: 'e',
  floorAt: 0,
  staleIfError: false,
  lifeMs: 1_000,
  watchMs: 1_500,
};

describe('the rule', () => {
  test('I5: an expired observation is not usable', () => {
    expect(judge(observed, { ...by, now: 200 })).toBe('usable');
    expect(judge(observed, { ...by, now: 201 })).toBe('expired');
  });

  test('I5: an expired observation may be declared stale when S3 failed, while its watch lasts', () => {
    expect(judge(observed, { ...by, now: 250, staleIfError: true })).toBe('usable');
    expect(judge(observed, { ...by, now: 251, staleIfError: true })).toBe('expired');
  });

  test('I4: a floor makes observations up to its time void, also expired ones', () => {
    expect(judge(observed, { ...by, floorAt: 99 })).toBe('usable');
    expect(judge(observed, { ...by, floorAt: 100 })).toBe('floored');
    expect(judge(observed, { ...by, floorAt: 100, staleIfError: true })).toBe('floored');
  });

  test('I8: an observation of another epoch is not used', () => {
    expect(judge(observed, { ...by, epoch: 'other' })).toBe('other-epoch');
  });

  test('an observation later than any correct clock is not used', () => {
    expect(judge({ ...observed, observedAt: 160 }, by)).toBe('usable');
    expect(judge({ ...observed, observedAt: 161 }, by)).toBe('from-the-future');
    expect(judge({ ...observed, observedAt: 161 }, { ...by, staleIfError: true })).toBe('from-the-future');
  });

  test('max-age only shortens the life', () => {
    expect(judge(observed, { ...by, maxAgeMs: 50 })).toBe('usable');
    expect(judge(observed, { ...by, maxAgeMs: 49 })).toBe('too-old');
    expect(judge(observed, { ...by, now: 201, maxAgeMs: 1_000 })).toBe('expired');
  });

  test('I4: a mark makes observations of its kind void up to its time, and no others', () => {
    expect(stands('present', 100, { vanishedAt: 100 })).toBe(false);
    expect(stands('present', 101, { vanishedAt: 100 })).toBe(true);
    expect(stands('present', 100, { appearedAt: 500 })).toBe(true);
    expect(stands('absent', 100, { appearedAt: 100 })).toBe(false);
    expect(stands('absent', 100, { vanishedAt: 500 })).toBe(true);
    expect(stands('absent', 100, undefined)).toBe(true);
  });
});

test('a question has the policy of its bucket and directory: not stale, and the clock may be wrong by its margin', () => {
  const bucket = {
    ...{ name: 'b', events: 's3' as const, prefixes: [] },
    ...{ listLifeMs: 60_000, statLifeMs: 5_000 },
  };
  const item = { epoch: 'e', floors: new Map([['p/', 7]]) };
  const at = { now: 1_000, clockMarginMs: 25 };
  const policy = { now: 1_000, latestAt: 1_025, epoch: 'e', floorAt: 7, staleIfError: false };
  const lengths = { lifeMs: longestLifeMs(bucket), watchMs: watchLengthMs(bucket) };
  expect(policyOf(bucket, item, { prefix: 'p/q/' }, at)).toEqual({ ...policy, ...lengths });
  expect(policyOf(bucket, item, { prefix: 'q/' }, at)).toEqual({ ...policy, ...lengths, floorAt: 0 });
});

test('a directory has the newest of the floors at or above it', () => {
  const floors = new Map([
    ['', 5],
    ['a/', 9],
    ['a/b/', 7],
    ['c/', 3],
  ]);
  expect(floorAbove({ floors }, '')).toBe(5);
  expect(floorAbove({ floors }, 'a/')).toBe(9);
  expect(floorAbove({ floors }, 'a/b/')).toBe(9);
  expect(floorAbove({ floors }, 'c/d/')).toBe(5);
  expect(floorAbove({ floors: new Map([['a/', 9]]) }, 'b/')).toBe(0);
});
