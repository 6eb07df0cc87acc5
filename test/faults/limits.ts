/** How long a question may take during a fault: the sum of the adapters' budgets for the calls of one question. */
import { COMMAND_BUDGET_MS as INDEX_BUDGET_MS } from '../../lambdas/adapters/dynamodb/bounds.ts';
import { COMMAND_BUDGET_MS as S3_BUDGET_MS } from '../../lambdas/adapters/s3/bounds.ts';
import type { EndpointName } from './call-sites.ts';

/**
 * A question fails once at the index and then asks S3. Before that, it may have waited for another instance's fill.
 */
const INDEX_ROUNDS = 3;
/** A batch of events may meet the fault at each of its steps: heads, marks, then each level upwards. */
const EVENT_ROUNDS = 6;
/** Allowance for a slow machine. */
const SLACK_MS = 4_000;

export const LIMIT_MS: Record<EndpointName, number> = {
  dynamodb: INDEX_BUDGET_MS * Math.max(INDEX_ROUNDS, EVENT_ROUNDS) + SLACK_MS,
  s3: S3_BUDGET_MS + INDEX_BUDGET_MS + SLACK_MS,
  sqs: S3_BUDGET_MS + SLACK_MS,
};
