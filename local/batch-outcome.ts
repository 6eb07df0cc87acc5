/** Reads a function's answer to a batch as Lambda's event source mapping does (ReportBatchItemFailures). */

export type BatchOutcome = { answer: unknown } | { thrown: true };

/**
 * Returns the ids of the messages that must be delivered again: those that the function reports. If the function
 * throws, or if its report is unreadable or names a message that is not in the batch, these are all messages. Source:
 * Lambda developer guide, with-sqs.md, success and failure conditions.
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
