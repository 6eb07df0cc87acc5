/**
 * Telemetry in three forms: counters of this instance; CloudWatch metrics, in the log's Embedded Metric Format, with
 * one sum for each counter; and structured logs.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { dollarsOf } from '../../contract/dollars.ts';
import { PRICE_LIST, type PriceList } from '../../contract/prices.ts';
import type { Counter, Telemetry } from '../core/ports/telemetry.ts';
import {
  DEPLOYMENT_DIMENSION,
  DOLLAR_METRICS,
  METRIC_NAMESPACE,
  METRICS,
  type PublishedCounter,
  SERVICES,
} from './metric-names.ts';

/**
 * Digits after the decimal point. The last one is about a hundred-thousandth of the price of a read unit. Each digit
 * costs a byte of log for each request.
 */
const DOLLAR_DIGITS = 12;
const DOLLAR_NAMES = Object.keys(DOLLAR_METRICS) as (keyof typeof DOLLAR_METRICS)[];

/**
 * Counters of an answer from the index alone. A metrics line for each such answer would add a tenth to its cost. So
 * an instance sends one line for all such answers within GATHER_MS. If the instance ends, at most these counts are
 * lost.
 */
const GATHERED: ReadonlySet<Counter> = new Set(['requests', 'hits', 'readUnits', 'digestHits']);
const GATHER_MS = 10_000;
/**
 * Failures in a row share a line too, but the first is sent at once. In an outage, a line for each would take more
 * processor time than the refusal itself.
 */
const GATHER_FAILURES_MS = 1_000;

export type Counts = Readonly<Partial<Record<Counter, number>>>;

export interface InstanceTelemetry extends Telemetry {
  readonly logger: Logger;
  /** Everything counted since this instance started. */
  snapshot(): Counts;
  /** Adds the reason why S3 was asked to the log line of this invocation. */
  logReason(reason: string): void;
  /** Sends the counts that were not yet sent, if they are due. Called once at the end of every invocation. */
  publish(): void;
}

export function createTelemetry(options: {
  service: (typeof SERVICES)[keyof typeof SERVICES];
  deployment: string;
  priceList?: PriceList | undefined;
  logger?: Logger;
  metrics?: Metrics;
  /**
   * If set, the counts of answers from the index are sent together. If absent, every invocation sends its own line.
   */
  gather?: { now: () => number } | undefined;
}): InstanceTelemetry {
  const serviceName = options.service;
  const { prices } = options.priceList ?? PRICE_LIST;
  const logger = options.logger ?? new Logger({ serviceName });
  const metrics =
    options.metrics ??
    new Metrics({
      namespace: METRIC_NAMESPACE,
      serviceName,
      defaultDimensions: { [DEPLOYMENT_DIMENSION]: options.deployment },
    });
  const total = new Map<Counter, number>();
  const unsent = new Map<Counter, number>();
  let sentAt = Number.NEGATIVE_INFINITY;
  let failuresSentAt = Number.NEGATIVE_INFINITY;
  let hasReason = false;

  function count(counter: Counter, by = 1): void {
    total.set(counter, (total.get(counter) ?? 0) + by);
    unsent.set(counter, (unsent.get(counter) ?? 0) + by);
  }

  /**
   * True if counts must be sent now. Only answers from the index and further failures may wait: alarms and the
   * reasons for S3 calls need all other counts immediately.
   */
  function isDue(): boolean {
    if (!options.gather || hasReason) return true;
    const other = [...unsent].filter(
      ([counter, sum]) => isPublished(counter) && !GATHERED.has(counter) && sum > 0,
    );
    if (other.some(([counter]) => counter !== 'failures')) return true;
    const now = options.gather.now();
    // If the clock was set back, the wait must not become longer. So the difference is compared without its sign.
    if (other.length > 0) return Math.abs(now - failuresSentAt) >= GATHER_FAILURES_MS;
    return Math.abs(now - sentAt) >= GATHER_MS;
  }

  return {
    logger,
    count,

    logReason(reason) {
      metrics.addMetadata('reason', reason);
      hasReason = true;
    },

    snapshot: () => Object.fromEntries(total) as Counts,

    publish() {
      if (!isDue()) return;
      if ([...unsent].some(([counter, sum]) => isPublished(counter) && sum > 0)) count('metricLines');
      for (const [counter, sum] of unsent) {
        if (isPublished(counter) && sum > 0) metrics.addMetric(METRICS[counter], MetricUnit.Count, sum);
      }
      const dollars = dollarsOf(Object.fromEntries(unsent), prices);
      // The other functions serve no requests, so they only report what they spent.
      const shown = serviceName === SERVICES.listing ? DOLLAR_NAMES : (['spent'] as const);
      for (const name of shown) {
        const shortened = Number(dollars[name].toFixed(DOLLAR_DIGITS));
        if (shortened !== 0) metrics.addMetric(DOLLAR_METRICS[name], MetricUnit.NoUnit, shortened);
      }
      sentAt = options.gather?.now() ?? sentAt;
      if (unsent.has('failures')) failuresSentAt = sentAt;
      unsent.clear();
      hasReason = false;
      // Powertools logs a warning when there is nothing to send.
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}

function isPublished(counter: Counter): counter is PublishedCounter {
  return counter in METRICS;
}
