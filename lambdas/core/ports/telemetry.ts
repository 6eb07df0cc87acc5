/** Counters. */

/**
 * Counters, cumulative for the instance. Adapters count units, the core counts decisions. Each is a count, unless its
 * name says otherwise.
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
  // Those of `marks` that were written in trees.
  | 'treeMarks'
  // Usage: digests that were used, and pages that were listed again although the index had digests of them.
  | 'digestHits'
  | 'relistedPages'
  | 'eventsReceived'
  | 'eventsSkipped'
  | 'eventsUnparsable'
  // Sum of the ms that events waited in the queue. On average, answers cannot be fresher than their mean.
  | 'eventLagMs'
  // Names that changed in S3 without an event: lost events.
  | 'unmarkedChanges'
  // Questions and batches of an instance whose clock is certainly wrong.
  | 'clockWrong'
  // What the functions themselves cost: their requests and batches, and memory times run time.
  | 'httpRequests'
  | 'batches'
  | 'functionGbSeconds'
  | 'metricLines'
  | 'staleServed'
  | 'coalesced'
  | 'leaseWaits'
  // Counted by http/: questions (list, stat, stat many) by how they were answered, and the S3 calls that the same
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
