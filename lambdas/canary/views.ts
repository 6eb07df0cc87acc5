/** What the canary looks at: the service as its callers see it, and the buckets themselves. */
import type { NotificationConfiguration } from '../../shared/notification-rules.ts';
import type { Listing } from './listing.ts';

export interface WatchedBucket {
  name: string;
  /** Served directories; empty: the whole bucket. */
  prefixes: readonly string[];
  /** Where its events have to go: the ARN of a queue or topic, `eventbridge`, or `none`. */
  notifies: string;
}

export interface ServiceView {
  /** As any reader asks. */
  list(bucket: string, prefix: string): Promise<Listing>;
  /** What the index holds; undefined where S3 would have to be asked. Writes nothing. */
  listHeld(bucket: string, prefix: string): Promise<Listing | undefined>;
}

export interface BucketView {
  list(bucket: string, prefix: string): Promise<Listing>;
  notifications(bucket: string): Promise<NotificationConfiguration>;
}

/** One thing that was checked. */
export interface Finding {
  check: string;
  ok: boolean;
  detail: string;
}
