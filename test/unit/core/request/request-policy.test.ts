import { describe, expect, test } from '@jest/globals';
import { EVERYTHING } from '../../../../lambdas/core/model/range.ts';
import type { ServedBucket } from '../../../../lambdas/core/model/served-bucket.ts';
import { RequestPolicy } from '../../../../lambdas/core/request/request-policy.ts';

const HOUR_MS = 3_600_000;
const BUCKET: ServedBucket = {
  ...{ name: 'b', events: 'eventbridge', prefixes: [], listLifeMs: HOUR_MS, statLifeMs: HOUR_MS },
};
const DIRECTIVES = { noCache: false, onlyIfCached: false, noStore: false };
const STARTED_AT = 1_000_000;

function given({ freshness = {}, lifeMs = HOUR_MS } = {}) {
  const clock = { at: STARTED_AT, now: () => clock.at };
  const question = { bucket: BUCKET, freshness: { ...DIRECTIVES, ...freshness } };
  return {
    policy: new RequestPolicy(clock, question, { lifeMs, requestBudgetMs: 100, clockMarginMs: 7 }),
    clock,
  };
}

describe('the policy of a question', () => {
  test('has short lives while the subscription is new', () => {
    const { policy } = given();
    expect([policy.lifeMs, policy.wasSettling(STARTED_AT)]).toEqual([HOUR_MS, false]);
    policy.learn({ epoch: 'e', floors: new Map(), since: STARTED_AT });
    expect(policy.bucket).toMatchObject({ listLifeMs: 60_000, statLifeMs: 60_000 });
    expect([policy.lifeMs, policy.epoch, policy.wasSettling(STARTED_AT)]).toEqual([60_000, 'e', true]);
  });

  test('never allows a longer life than the question', () => {
    const { policy } = given({ lifeMs: 5 });
    policy.learn({ epoch: 'e', floors: new Map() });
    expect(policy.lifeMs).toBe(5);
  });

  test('judges names of a tree by the floors below its root too', () => {
    const { policy } = given();
    const floors = new Map([
      ['', 3],
      ['a/b/', 9],
    ]);
    policy.learn({ epoch: 'e', floors });
    const floorOf = (kind: 'tree' | 'directory') =>
      policy.freshnessPolicy({ bucket: 'b', prefix: 'a/', kind }, EVERYTHING).floorAt;
    expect([floorOf('tree'), floorOf('directory')]).toEqual([9, 3]);
  });

  test('uses the clock of the moment, with the margin', () => {
    const { policy, clock } = given();
    clock.at += 5;
    expect(policy.latestAt).toBe(STARTED_AT + 5 + 7);
  });

  test('ignores stored observations if the request or a later decision says so', () => {
    const { policy } = given();
    expect(policy.ignoresStored).toBe(false);
    policy.ignoreStored();
    expect(policy.ignoresStored).toBe(true);
    expect(given({ freshness: { noCache: true } }).policy.ignoresStored).toBe(true);
  });

  test('may ask S3 until its deadline', () => {
    const { policy, clock } = given();
    clock.at = STARTED_AT + 99;
    expect(policy.forbidsS3()).toBeUndefined();
    clock.at = STARTED_AT + 100;
    expect(policy.forbidsS3()).toMatchObject({ code: 'unavailable', detail: 'S3 did not answer in time.' });
  });

  test('may not ask S3 if the request forbids it, or after S3 has failed', () => {
    expect(given({ freshness: { onlyIfCached: true } }).policy.forbidsS3()).toMatchObject({
      code: 'only-if-cached',
    });
    const { policy } = given();
    expect(policy.staleIfError).toBe(false);
    policy.goStale();
    expect(policy.staleIfError).toBe(true);
    expect(policy.freshnessPolicy({ bucket: 'b', prefix: '' }, EVERYTHING).staleIfError).toBe(true);
    expect(policy.forbidsS3()).toMatchObject({ code: 'unavailable' });
  });
});
