/** What is known about one name: a table of pages, records and marks. */
import { describe, expect, test } from '@jest/globals';
import type { HeadResult, StoredRecord } from '../../../../lambdas/core/model/record.ts';
import { type PageClaim, resolveName } from '../../../../lambdas/core/model/resolve-name.ts';
import type { FreshnessPolicy } from '../../../../lambdas/core/model/validity.ts';

const POLICY: FreshnessPolicy = {
  now: 1_000,
  latestAt: 1_000,
  epoch: 'e',
  floorAt: 0,
  staleIfError: false,
  lifeMs: 10_000,
  watchMs: 15_000,
};

const ENTRY = { type: 'object' as const, name: 'n', sizeBytes: 1 };
const SEEN: HeadResult = { says: 'object', entry: { ...ENTRY, sizeBytes: 2 }, detail: {} };
const GONE: HeadResult = { says: 'absent' };

function page(says: 'present' | 'absent', observedAt: number, fresh = false): PageClaim {
  return { entry: says === 'present' ? ENTRY : undefined, observedAt, endsAt: 5_000, fresh };
}

function record(
  marks: StoredRecord['marks'],
  found?: HeadResult,
  observedAt = 0,
  endsAt = 5_000,
): StoredRecord {
  if (!found) return { name: 'n', marks };
  return { name: 'n', marks, observation: { found, observedAt, endsAt, watchedUntil: 9_000, epoch: 'e' } };
}

/** The state and, for an object, its size: 1 comes from the page, 2 from the record. */
function known(claim: PageClaim | undefined, stored: StoredRecord | undefined, policy = POLICY): string {
  const result = resolveName('n', claim, stored, policy);
  return result.state === 'present' && result.entry.type === 'object'
    ? `present ${result.entry.sizeBytes}`
    : result.state;
}

describe('resolving a name', () => {
  test.each([
    ['nothing at all', undefined, undefined, 'void'],
    ['a page that lists it', page('present', 100), undefined, 'present 1'],
    ['a page that does not list it', page('absent', 100), undefined, 'absent'],
    [
      'a mark of the other kind does not affect a page',
      page('present', 100),
      record({ appearedAt: 200 }),
      'present 1',
    ],
    ['a mark at the time of the page voids it', page('present', 100), record({ vanishedAt: 100 }), 'void'],
    ['a mark before the page does not', page('present', 100), record({ vanishedAt: 99 }), 'present 1'],
    ['an appearance voids an absence', page('absent', 100), record({ appearedAt: 100 }), 'void'],
    ['a fresh page needs no mark', page('present', 100, true), record({ vanishedAt: 200 }), 'present 1'],
    ['a later observation decides', page('present', 100), record({}, SEEN, 200), 'present 2'],
    ['an earlier one does not', page('present', 100), record({}, SEEN, 50), 'present 1'],
    ['an equally late one does not', page('present', 100), record({}, SEEN, 100), 'present 1'],
    ['a fresh page is later than any', page('present', 100, true), record({}, GONE, 200), 'present 1'],
    ['a later absence decides', page('present', 100), record({}, GONE, 200), 'absent'],
    ['an appearance voids it', page('present', 100), record({ appearedAt: 300 }, GONE, 200), 'void'],
    ['a removal does not', page('present', 100), record({ vanishedAt: 300 }, GONE, 200), 'absent'],
    [
      'if a mark voids the latest observation, older ones are not used',
      page('present', 300),
      record({ vanishedAt: 400 }, SEEN, 350),
      'void',
    ],
    [
      'an earlier mark does not void a later observation',
      page('present', 100),
      record({ vanishedAt: 150 }, SEEN, 200),
      'present 2',
    ],
    ['an expired observation is not asked', page('present', 100), record({}, GONE, 200, 999), 'present 1'],
    [
      'the mark beside an expired observation still counts',
      page('present', 100),
      record({ vanishedAt: 150 }, GONE, 200, 999),
      'void',
    ],
    ['an observation needs no page', undefined, record({}, SEEN, 200), 'present 2'],
    ['marks alone say nothing', undefined, record({ appearedAt: 1, vanishedAt: 1 }), 'void'],
  ] as const)('%s', (_, claim, stored, expected) => {
    expect(known(claim, stored)).toBe(expected);
  });

  test('an observation of another epoch, below a floor, too old or from the future is not used', () => {
    const stored = record({}, GONE, 200);
    const claim = page('present', 100);
    expect(known(claim, stored, { ...POLICY, epoch: 'f' })).toBe('present 1');
    expect(known(claim, stored, { ...POLICY, floorAt: 200 })).toBe('present 1');
    expect(known(claim, stored, { ...POLICY, maxAgeMs: 799 })).toBe('present 1');
    expect(known(claim, stored, { ...POLICY, latestAt: 199 })).toBe('present 1');
    expect(known(claim, stored, { ...POLICY, maxAgeMs: 800, floorAt: 199, latestAt: 200 })).toBe('absent');
  });

  test('the entry has the requested name, and the times of the observation that was used', () => {
    const directory = {
      name: 'd/',
      marks: {},
      observation: { ...record({}, SEEN, 7).observation!, found: { says: 'directory' as const } },
    };
    expect(resolveName('d/', undefined, directory, POLICY)).toMatchObject({
      state: 'present',
      entry: { type: 'directory', name: 'd/' },
      observedAt: 7,
      endsAt: 5_000,
    });
  });
});
