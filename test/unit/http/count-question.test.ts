/** Which counter each result of a question increases. */
import { expect, test } from '@jest/globals';
import type { Counter } from '../../../lambdas/core/ports/telemetry.ts';
import { type Failed, failed } from '../../../lambdas/core/questions/answer.ts';
import { costOfStat, countQuestion } from '../../../lambdas/http/count-question.ts';

test.each<[Failed['code'], Partial<Record<Counter, number>>]>([
  ['unavailable', { failures: 1 }],
  ['upstream-denied', { failures: 1 }],
  ['upstream-failed', { failures: 1 }],
  ['only-if-cached', { declined: 1 }],
  ['incomplete', { declined: 1 }],
  ['no-such-bucket', {}],
])('the result %s', (code, expected) => {
  const counts: Partial<Record<Counter, number>> = {};
  const telemetry = {
    count: (counter: Counter, by = 1) =>
      void Object.assign(counts, { [counter]: (counts[counter] ?? 0) + by }),
  };
  countQuestion({ telemetry }, failed(code, 'why'), costOfStat);
  expect(counts).toEqual({ requests: 1, ...expected });
});
