/** The port for counters. */

/**
 * Counters since the start of the instance. Adapters count units, the core counts decisions. Each value is a count,
 * unless the name says otherwise.
 */
export type Counter =
  | 's3List'
  | 's3Head'
  | 'readUnits'
  | 'writeUnits'
  | 'indexRequests'
  | 'indexFailures'
  | 'undecodable'
  | 'marks'
  // The number of `marks` that were written in trees.
  | 'treeMarks'
  // Usage: digests that were used, and pages that were listed again although the index had digests of them.
  | 'digestHits'
  | 'relistedPages'
  | 'eventsReceived'
  | 'eventsSkipped'
  | 'eventsUnparsable'
  // Sum of the milliseconds that events waited in the queue. Answers are, on average, at least as old as the mean.
  | 'eventLagMs'
  // Lost events: names that changed in S3 although no event arrived.
  | 'unmarkedChanges'
  // Questions and batches of an instance whose clock is certainly wrong.
  | 'clockWrong'
  // For the cost of the functions themselves: their requests and batches, and memory multiplied by run time.
  | 'httpRequests'
  | 'batches'
  | 'functionGbSeconds'
  | 'metricLines'
  | 'staleServed'
  // Answers that are a refusal by the contract, not a fault: `only-if-cached` and `incomplete`.
  | 'declined'
  | 'coalesced'
  | 'leaseWaits'
  // Counted by http/: questions (list, list many, usage, stat, stat many) by how they were answered, and the S3 calls that the same
  // answers would need without the index. `listedObjects`: the HEADs of a caller who sends one for every listed
  // object.
  | 'requests'
  | 'hits'
  | 'partials'
  | 'misses'
  | 'bypasses'
  | 'failures'
  | 'plainLists'
  | 'plainHeads'
  | 'listedObjects';

export interface Telemetry {
  count(counter: Counter, by?: number): void;
}
