/**
 * The CloudWatch metrics of the functions, as data shared by the functions that send them and the alarms that watch
 * them.
 */
import type { Dollars } from '../../contract/dollars.ts';
import type { Counter } from '../core/ports/telemetry.ts';

export const METRIC_NAMESPACE = 's3dex';

/**
 * The only dimensions are the function and the deployment. Each bucket, prefix or key would create another custom
 * metric, which is billed separately.
 */
export const SERVICE_DIMENSION = 'service';
export const DEPLOYMENT_DIMENSION = 'deployment';
export const SERVICES = {
  listing: 's3dex-listing',
  invalidation: 's3dex-invalidation',
  fill: 's3dex-fill',
  canary: 's3dex-canary',
} as const;

/**
 * Counters that are published as metrics, with their names in CloudWatch. Each metric is billed, so only those are
 * published that an alarm or the dashboard uses.
 */
export const METRICS = {
  requests: 'Requests',
  hits: 'Hits',
  partials: 'Partials',
  misses: 'Misses',
  bypasses: 'Bypasses',
  failures: 'Failures',
  declined: 'Declined',
  staleServed: 'StaleServed',
  s3List: 'S3Lists',
  s3Head: 'S3Heads',
  readUnits: 'ReadUnits',
  writeUnits: 'WriteUnits',
  indexFailures: 'IndexFailures',
  undecodable: 'Undecodable',
  marks: 'Marks',
  treeMarks: 'TreeMarks',
  digestHits: 'DigestHits',
  relistedPages: 'RelistedPages',
  eventsReceived: 'EventsReceived',
  eventsSkipped: 'EventsSkipped',
  eventsUnparsable: 'EventsUnparsable',
  eventLagMs: 'EventLagMs',
  unmarkedChanges: 'UnmarkedChanges',
  clockWrong: 'ClockWrong',
} as const satisfies Partial<Record<Counter, string>>;

/** Dollars of the same invocations, from contract/dollars.ts. The savings may be negative. */
export const DOLLAR_METRICS = {
  spent: 'DollarsSpent',
  saved: 'DollarsSaved',
} as const satisfies Partial<Record<keyof Dollars, string>>;

/** Failed checks in one run of the canary. Every run sends it, so that a missing run is visible. */
export const CANARY_FAILURES = 'CanaryFailures';

export type PublishedCounter = keyof typeof METRICS;
