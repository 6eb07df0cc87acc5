/**
 * How long a question may take while a fault stands: the adapters' own budgets, and what one question adds up of
 * them.
 */
import { COMMAND_BUDGET_MS as INDEX_BUDGET_MS } from '../../lambdas/adapters/dynamodb/bounds.ts';
import { COMMAND_BUDGET_MS as S3_BUDGET_MS } from '../../lambdas/adapters/s3/bounds.ts';
import type { EndpointName } from './call-sites.ts';

/** A question meets a failing index once and goes to S3; before that it may have waited for another's fill. */
const INDEX_ROUNDS = 3;
/** A batch of events meets it at each of its steps: heads, marks, then each level upwards. */
const EVENT_ROUNDS = 6;
/** The machine's own slowness. */
const SLACK_MS = 4_000;

export const LIMIT_MS: Record<EndpointName, number> = {
  dynamodb: INDEX_BUDGET_MS * Math.max(INDEX_ROUNDS, EVENT_ROUNDS) + SLACK_MS,
  s3: S3_BUDGET_MS + INDEX_BUDGET_MS + SLACK_MS,
  sqs: S3_BUDGET_MS + SLACK_MS,
};
