/** Merging a page with records, compared with resolving every name by itself. */
import { describe, expect, test } from '@jest/globals';
import type { CachedPage } from '../../../lambdas/core/model/cached-page.ts';
import { findEntry } from '../../../lambdas/core/model/entries.ts';
import type { Entry } from '../../../lambdas/core/model/entry.ts';
import { type CachedView, type MergedPage, mergeAt } from '../../../lambdas/core/model/merge-page.ts';
import {
  contains,
  END,
  type NameRange,
  type Position,
  type RangeEnd,
  START,
} from '../../../lambdas/core/model/range.ts';
import type { StoredRecord } from '../../../lambdas/core/model/record.ts';
import { claimOf, resolveName } from '../../../lambdas/core/model/resolve-name.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import fc from '../../support/fast-check.ts';

const POLICY = {
  now: 100,
  latestAt: 100,
  epoch: 'e',
  floorAt: 0,
  staleIfError: false,
  lifeMs: 1_000,
  watchMs: 1_500,
};

const name = fc.constantFrom('', 'a', 'a/', 'a0', 'ab', 'b', 'b/', 'c', '\uff5e', '\u{1f600}');
const names = fc.uniqueArray(name).map((list) => list.sort(compareNames));
const time = fc.integer({ min: 0, max: 12 });
const position: fc.Arbitrary<Position> = fc.oneof(fc.constant<Position>(START), name);
const end: fc.Arbitrary<RangeEnd> = fc.oneof(fc.constant<RangeEnd>(END), name);

const entryOf = (it: string): Entry =>
  it.endsWith('/') ? { type: 'directory', name: it } : { type: 'object', name: it, sizeBytes: 1 };

const record = fc.record({
  marks: fc.record({ appearedAt: time, vanishedAt: time }, { requiredKeys: [] }),
  seen: fc.option(fc.record({ observedAt: time, there: fc.boolean(), expired: fc.boolean() })),
});

function storedOf(
  it: string,
  { marks, seen }: typeof record extends fc.Arbitrary<infer T> ? T : never,
): StoredRecord {
  if (!seen) return { name: it, marks };
  const { observedAt, there, expired } = seen;
  const found = !there
    ? { says: 'absent' as const }
    : it.endsWith('/')
      ? { says: 'directory' as const }
      : { says: 'object' as const, entry: { type: 'object' as const, name: it, sizeBytes: 2 }, detail: {} };
  return {
    name: it,
    marks,
    observation: { found, observedAt, endsAt: expired ? 50 : 900, watchedUntil: 950, epoch: 'e' },
  };
}

interface Case {
  view: CachedView;
  page: CachedPage;
  from: Position;
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    listed: names,
    recorded: names,
    records: fc.array(record, { minLength: 10, maxLength: 10 }),
    after: position,
    through: end,
  })
  .chain(({ listed, recorded, records, after, through }) =>
    fc
      .record({
        fresh: fc.boolean(),
        from: position,
        recordsThrough: end,
        filter: fc.constantFrom('', 'a', 'b'),
      })
      .map((rest) => {
        const range: NameRange = { after, through };
        const entries = listed.filter((it) => contains(range, it)).map(entryOf);
        const page: CachedPage = { ...range, observedAt: 6, endsAt: 900, entries, fresh: rest.fresh };
        const stored = recorded.map((it, i) => storedOf(it, records[i]!));
        return {
          page,
          from: rest.from,
          view: {
            pages: [page],
            records: stored.filter((it) => contains({ after: START, through: rest.recordsThrough }, it.name)),
            recordsThrough: rest.recordsThrough,
            filter: rest.filter,
            policy: POLICY,
          },
        };
      }),
  );

/**
 * Resolves every name from the position on separately, and returns the entries that exist and the names that are
 * void.
 */
function oneByOne({ view, page, from }: Case): (Entry | string)[] {
  const all = ['', 'a', 'a/', 'a0', 'ab', 'b', 'b/', 'c', '\uff5e', '\u{1f600}'].sort(compareNames);
  return all
    .filter((it) => contains({ after: from, through: page.through }, it) && it.startsWith(view.filter))
    .filter((it) => page.fresh || contains({ after: START, through: view.recordsThrough }, it))
    .flatMap((it) => {
      const stored = page.fresh ? undefined : view.records.find((each) => each.name === it);
      const known = resolveName(it, claimOf(page, findEntry(page.entries, it)), stored, POLICY);
      if (known.state === 'absent') return [];
      return [known.state === 'void' ? it : known.entry];
    });
}

/** Merges up to the end of the page and the records, in steps of `wanted`. */
function stepByStep(
  { view, from }: Case,
  wanted: number,
): { items: (Entry | string)[]; steps: MergedPage[] } {
  const steps: MergedPage[] = [];
  for (let position = from; steps.length < 50; ) {
    const merged = mergeAt(view, position, wanted);
    if (!merged) break;
    steps.push(merged);
    if (merged.through === END || merged.through === position || !merged.followed) break;
    position = merged.through;
  }
  return { items: steps.flatMap(({ items }) => items), steps };
}

describe('merging a page with records', () => {
  test('equals resolving every name by itself, in steps of any size', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 4 }), (given, wanted) => {
        const { items, steps } = stepByStep(given, wanted);
        if (steps.length === 0) return;
        expect(items).toEqual(oneByOne(given));
        for (const step of steps) expect(step.items.length).toBeLessThanOrEqual(wanted);
      }),
      { numRuns: 3_000 },
    );
  });

  test('`followed` says whether an item is left, and items that are left out do not count as used', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 4 }), (given, wanted) => {
        const merged = mergeAt(given.view, given.from, wanted);
        if (!merged) return;
        const all = oneByOne(given);
        expect(merged.followed).toBe(all.length > wanted);
        expect(merged.voids).toEqual(merged.items.filter((it) => typeof it === 'string'));
        if (!merged.followed) return;
        const last = merged.items.at(-1)!;
        expect(merged.through).toBe(typeof last === 'string' ? last : last.name);
        const within = given.view.records.filter(
          (it) => it.observation && contains({ after: given.from, through: merged.through }, it.name),
        );
        for (const used of merged.used)
          expect(within.map((it) => it.observation!.observedAt)).toContain(used.observedAt);
      }),
      { numRuns: 3_000 },
    );
  });
});
