/** What the canary reads: the service as callers see it, and the buckets themselves. */
import type { NotificationConfiguration } from '../../shared/notification-rules.ts';
import type { Listing } from './listing.ts';

export interface WatchedBucket {
  name: string;
  /** Served directories. An empty array means the whole bucket. */
  prefixes: readonly string[];
  /** Where its events must be sent: the ARN of a queue or topic, `eventbridge`, or `none`. */
  notifies: string;
}

export interface ServiceView {
  /** Lists as other readers do. May ask S3. */
  list(bucket: string, prefix: string): Promise<Listing>;
  /** Lists only from the index; `undefined` when S3 would have to be asked. Writes nothing. */
  listHeld(bucket: string, prefix: string): Promise<Listing | undefined>;
}

export interface BucketView {
  list(bucket: string, prefix: string): Promise<Listing>;
  notifications(bucket: string): Promise<NotificationConfiguration>;
}

/** The result of one check. */
export interface Finding {
  check: string;
  ok: boolean;
  detail: string;
}
