/** How Lambda's event source mapping reads a function's answer to a batch (ReportBatchItemFailures). */

export type BatchOutcome = { answer: unknown } | { thrown: true };

/**
 * The ids of the messages to deliver again. If the function reports none: none. If it throws, or if its report is
 * unreadable or names a message that is not in the batch: all of them. Source: Lambda developer guide, with-sqs.md,
 * success and failure conditions.
 */
export function failedIds(outcome: BatchOutcome, ids: readonly string[]): Set<string> {
  if ('thrown' in outcome) return new Set(ids);
  const { answer } = outcome;
  if (answer === undefined || answer === null) return new Set();
  if (typeof answer !== 'object') return new Set(ids);
  const reported = (answer as { batchItemFailures?: unknown }).batchItemFailures;
  if (reported === undefined || reported === null) return new Set();
  if (!Array.isArray(reported)) return new Set(ids);
  const failed = reported.map((item: { itemIdentifier?: unknown } | null) => item?.itemIdentifier);
  const known = new Set<unknown>(ids);
  return failed.every((id): id is string => known.has(id)) ? new Set(failed) : new Set(ids);
}
