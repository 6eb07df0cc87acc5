/** What happened, counted. */

/**
 * Counters, cumulative for the instance; adapters add units, the core adds decisions. All are counts unless the name
 * says otherwise.
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
  | 'eventsReceived'
  | 'eventsSkipped'
  | 'eventsUnparsable'
  // Milliseconds events waited in the queue, summed: freshness is never better than their mean.
  | 'eventLagMs'
  // Names that changed in S3 without an event for it: lost events.
  | 'unmarkedChanges'
  // Questions and batches of an instance whose clock is surely wrong.
  | 'clockWrong'
  // What the functions themselves cost: requests and batches that reached them, and the memory they held, by time.
  | 'httpRequests'
  | 'batches'
  | 'functionGbSeconds'
  | 'staleServed'
  | 'coalesced'
  | 'leaseWaits'
  // Counted by http/: questions (list, stat, stat many) by how they were answered, and what the same answers cost
  // straight from S3. `listedObjects` is what a caller who sends a HEAD for every object listed would add.
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
