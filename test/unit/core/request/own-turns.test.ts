/** How many S3 calls one question makes at the same time while the table does not answer. */
import { expect, test } from '@jest/globals';
import { CALLS_AT_ONCE, LISTS_OF_A_QUESTION } from '../../../../lambdas/core/request/outage.ts';
import { OwnTurns } from '../../../../lambdas/core/request/own-turns.ts';

test.each([
  ['list', 3],
  ['head', 31],
] as const)('of %s, one place of the instance is left for other questions', async (kind, most) => {
  const turns = new OwnTurns();
  const ends: (() => void)[] = [];
  const calls = Array.from({ length: CALLS_AT_ONCE[kind] + 1 }, () =>
    turns.take(kind, () => new Promise<void>((end) => ends.push(end))),
  );
  await Promise.resolve();
  expect(ends).toHaveLength(most);
  for (const call of calls) {
    ends.shift()!();
    await call;
  }
});

test('a question sends three LISTs in parallel', () => {
  expect(LISTS_OF_A_QUESTION).toBe(3);
});
