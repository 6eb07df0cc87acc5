/**
 * Resolves a name after an arbitrary history: for any observations at any times, the result is S3's present state or
 * void. The expected result is computed from the history alone, without the rule.
 */
import { describe, expect, test } from '@jest/globals';
import type { Marks, StoredRecord } from '../../../lambdas/core/model/record.ts';
import { type PageClaim, resolveName } from '../../../lambdas/core/model/resolve-name.ts';
import fc from '../../support/fast-check.ts';

const NOW = 100;
const POLICY = {
  now: NOW,
  latestAt: NOW,
  epoch: 'e',
  floorAt: 0,
  staleIfError: false,
  lifeMs: 1_000,
  watchMs: 1_500,
};

/** The size of the object; undefined when it does not exist. */
type State = number | undefined;

interface Change {
  at: number;
  to: State;
}

/** Changes at even times, in order. Observations are made between them, so that each sees one definite state. */
const history: fc.Arbitrary<Change[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 15 }), { maxLength: 6 })
  .chain((times) =>
    fc.tuple(
      ...times
        .sort((a, b) => a - b)
        .map((time, i) =>
          fc.boolean().map((there): Change => {
            return { at: time * 2, to: there ? i + 2 : undefined };
          }),
        ),
    ),
  );
const observed = fc.option(
  fc.record({ at: fc.integer({ min: 0, max: 15 }).map((it) => it * 2 + 1), usable: fc.boolean() }),
  {
    nil: undefined,
  },
);

function stateAt(first: State, changes: readonly Change[], time: number): State {
  return changes.reduce((state, change) => (change.at <= time ? change.to : state), first);
}

/** An event about a key writes both kinds of marks. */
function marksOf(changes: readonly Change[]): Marks {
  const last = changes.at(-1);
  return last ? { appearedAt: last.at, vanishedAt: last.at } : {};
}

const endsAt = (usable: boolean) => (usable ? NOW + 1 : NOW - 1);
const objectOf = (sizeBytes: number) => ({ type: 'object' as const, name: 'n', sizeBytes });

function claimOf(state: State, at: number): PageClaim {
  return {
    entry: state === undefined ? undefined : objectOf(state),
    observedAt: at,
    endsAt: NOW + 1,
    fresh: false,
  };
}

function recordOf(
  state: State,
  seen: { at: number; usable: boolean } | undefined,
  marks: Marks,
): StoredRecord {
  if (!seen) return { name: 'n', marks };
  const found =
    state === undefined
      ? { says: 'absent' as const }
      : { says: 'object' as const, entry: objectOf(state), detail: {} };
  const end = endsAt(seen.usable);
  return {
    name: 'n',
    marks,
    observation: { found, observedAt: seen.at, endsAt: end, watchedUntil: end, epoch: 'e' },
  };
}

function resolved(
  first: State,
  changes: Change[],
  page: number | undefined,
  head: { at: number; usable: boolean } | undefined,
) {
  const claim = page === undefined ? undefined : claimOf(stateAt(first, changes, page), page);
  const seen = head && stateAt(first, changes, head.at);
  const known = resolveName('n', claim, recordOf(seen, head, marksOf(changes)), POLICY);
  if (known.state === 'void') return 'void';
  return known.state === 'present' && known.entry.type === 'object' ? known.entry.sizeBytes : undefined;
}

const first: fc.Arbitrary<State> = fc.constantFrom<State>(undefined, 1);
const pageTime = fc.option(
  fc.integer({ min: 0, max: 15 }).map((it) => it * 2 + 1),
  { nil: undefined },
);

describe('resolving a name', () => {
  test('gives the present state or void, for any observations before and after the changes', () => {
    fc.assert(
      fc.property(first, history, pageTime, observed, (start, changes, page, head) => {
        expect([stateAt(start, changes, NOW), 'void']).toContain(resolved(start, changes, page, head));
      }),
      { numRuns: 3_000 },
    );
  });

  test('gives the present state whenever the page or a usable HEAD is later than every change', () => {
    fc.assert(
      fc.property(first, history, pageTime, observed, (start, changes, page, head) => {
        const lastChange = changes.at(-1)?.at ?? -1;
        const latest = Math.max(page ?? -1, head?.usable ? head.at : -1);
        fc.pre(latest > lastChange);
        expect(resolved(start, changes, page, head)).toBe(stateAt(start, changes, NOW));
      }),
      { numRuns: 3_000 },
    );
  });

  test('is void without an observation', () => {
    fc.assert(
      fc.property(
        first,
        history,
        (start, changes) => resolved(start, changes, undefined, undefined) === 'void',
      ),
    );
  });
});
