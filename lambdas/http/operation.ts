/** One routed request, and everything that the operations need. */
import type { PriceList } from '../../contract/prices.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Counter, Telemetry } from '../core/ports/telemetry.ts';
import type { CacheDirectives } from '../core/questions/cache-directives.ts';
import type { Fills } from '../core/questions/fill.ts';
import type { Reader } from '../core/questions/reader.ts';
import type { HttpEvent } from './event.ts';
import type { Outcome } from './outcome.ts';
import type { CallerPrefixes, ServedBuckets } from './served-buckets.ts';

export type Counts = Readonly<Partial<Record<Counter, number>>>;

export interface TableSize {
  items: number;
  bytes: number;
}

/** Signs a URL of an object. */
export type SignDownload = (request: { bucket: string; key: string; seconds: number }) => Promise<{
  url: string;
  /** Epoch ms. */
  expiresAt: number;
}>;

export interface HttpDeps {
  reader: Reader;
  /** If absent, this deployment has no workers for fills. */
  fills?: Fills;
  /** If absent, no bucket gives download URLs. */
  signDownload?: SignDownload | undefined;
  clock: Clock;
  telemetry: Telemetry;
  /** Memory of the function, in GB. Its run time is billed by it. */
  functionGb: number;
  /** Sends the metrics counted so far, if they are due. Called once at the end of every request. */
  publish(): void;
  /** The buckets, by the name in the path. An operation sees only the buckets of its caller (served-buckets.ts). */
  buckets: ServedBuckets;
  callerPrefixes?: CallerPrefixes | undefined;
  /** This instance's counts since `startedAt` (epoch ms). */
  counters(): Counts;
  startedAt: number;
  /** Resolves with `undefined` when the size is not known. May reject. */
  tableSize(): Promise<TableSize | undefined>;
  /** The OpenAPI document as JSON. */
  openApiDocument(): Promise<string>;
  /** The prices of the calls that are counted. */
  priceList?: PriceList | undefined;
  /** Logs why S3 was asked for an answer. */
  logReason?: ((reason: string) => void) | undefined;
  /** Logs the cause of a 500. The caller gets only the request ID. */
  logFailure(requestId: string | undefined, cause: unknown): void;
}

export interface RoutedRequest {
  event: HttpEvent;
  /** The `{bucket}` in the path; empty when the route has none. */
  bucket: string;
  /** The `{id}` in the path; empty when the route has none. */
  id: string;
  freshness: CacheDirectives;
}

export type Operation = (routed: RoutedRequest, deps: HttpDeps) => Promise<Outcome>;
