/** The net holds: every invariant, broken on purpose, is caught. */
import { describe, expect, test } from '@jest/globals';
import { BREAKS } from './breaks.ts';
import { catchBreak } from './catch-break.ts';
import { FOCUSED_SEEDS } from './print-breaks.ts';

const FROM = 1;
/** On a busy machine. */
const PATIENCE_MS = 120_000;

test('there is a break of every invariant', () => {
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
      // Of the rule, not of the harness: a break that only throws proves nothing.
      expect(caught?.message).toMatch(/^\((a\/b|age|stale|d|f)\)/);
    },
    PATIENCE_MS,
  );
});
