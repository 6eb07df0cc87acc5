/** One request at its route, and what the routes work with. */
import type { Clock } from '../core/ports/clock.ts';
import type { Counter, Telemetry } from '../core/ports/telemetry.ts';
import type { CacheDirectives } from '../core/questions/cache-directives.ts';
import type { Reader } from '../core/questions/reader.ts';
import type { HttpEvent } from './event.ts';
import type { CallerPrefixes } from './gate.ts';
import type { Outcome } from './outcome.ts';
import type { ServedBuckets } from './served-buckets.ts';

export type Counts = Readonly<Partial<Record<Counter, number>>>;

export interface TableSize {
  items: number;
  bytes: number;
}

export interface HttpDeps {
  reader: Reader;
  clock: Clock;
  telemetry: Telemetry;
  /** Memory of the function, gigabytes: what its time is billed by. */
  functionGb: number;
  /** Sends what was counted; called once at the end of every request. */
  publish(): void;
  /** By the names that paths give them. A route sees those of its caller (gate.ts). */
  buckets: ServedBuckets;
  callerPrefixes?: CallerPrefixes | undefined;
  /** This instance's counts since `startedAt` (epoch ms). */
  counters(): Counts;
  startedAt: number;
  /** Undefined where it is not known; it may also fail. */
  tableSize(): Promise<TableSize | undefined>;
  /** The OpenAPI document, JSON. */
  openApiDocument(): Promise<string>;
  /** Where the cause of a 500 goes; the caller gets only the request id. */
  logFailure(requestId: string | undefined, cause: unknown): void;
}

export interface RoutedRequest {
  event: HttpEvent;
  /** The path's `{bucket}`; empty where the route has none. */
  bucket: string;
  freshness: CacheDirectives;
}

export type Operation = (routed: RoutedRequest, deps: HttpDeps) => Promise<Outcome>;
