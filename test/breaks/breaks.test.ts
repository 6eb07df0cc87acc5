/** The simulation must catch a deliberate break of every invariant. */
import { describe, expect, test } from '@jest/globals';
import { BREAKS } from '../simulation/breaks.ts';
import { catchBreak } from '../simulation/catch-break.ts';
import { FOCUSED_SEEDS } from '../simulation/print-breaks.ts';

const FROM = 1;
/** Enough time at the lowest priority, beside other steps of CI. */
const PATIENCE_MS = 1_800_000;

test('every invariant has a deliberate break', () => {
  const rules = new Set(BREAKS.map(({ rule }) => rule));
  const invariants = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9'];
  const laws = ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8'];
  expect([...rules].sort()).toEqual([
    ...invariants,
    ...laws,
    'buckets',
    'd',
    'events',
    'f',
    'fill',
    'latest',
    'settings',
  ]);
});

describe(`caught within ${FOCUSED_SEEDS} seeds`, () => {
  test.each(BREAKS.map((broken) => [broken.rule, broken.name, broken] as const))(
    '%s: %s',
    async (_rule, _name, broken) => {
      const caught = await catchBreak(broken, { from: FROM, most: FOCUSED_SEEDS, focused: true });
      expect(caught?.message).toBeDefined();
      // The message must name the violated rule: a break that only throws in the harness proves nothing.
      expect(caught?.message).toMatch(/^\((a\/b|age|stale|d|f|fill)\)/);
    },
    PATIENCE_MS,
  );
});
