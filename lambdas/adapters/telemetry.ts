/**
 * Telemetry in three forms: counters of this instance; CloudWatch metrics, in the log's Embedded Metric Format, with
 * one sum for each counter; and structured logs.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { dollarsOf } from '../../contract/dollars.ts';
import { PRICE_LIST, type PriceList } from '../../contract/prices.ts';
import type { Counter, Telemetry } from '../core/ports/telemetry.ts';
import { Gathering, isPublished } from './gathering.ts';
import { DEPLOYMENT_DIMENSION, DOLLAR_METRICS, METRIC_NAMESPACE, METRICS, SERVICES } from './metric-names.ts';

/**
 * Digits after the decimal point. The last one is about a hundred-thousandth of the price of a read unit. Each digit
 * costs a byte of log for each request.
 */
const DOLLAR_DIGITS = 12;
const DOLLAR_NAMES = Object.keys(DOLLAR_METRICS) as (keyof typeof DOLLAR_METRICS)[];

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
  const gathering = options.gather && new Gathering(options.gather);
  let hasReason = false;

  function count(counter: Counter, by = 1): void {
    total.set(counter, (total.get(counter) ?? 0) + by);
    unsent.set(counter, (unsent.get(counter) ?? 0) + by);
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
      // The reasons for S3 calls are sent immediately.
      if (gathering && !hasReason && !gathering.isDue(unsent)) return;
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
      gathering?.sent(unsent);
      unsent.clear();
      hasReason = false;
      // Powertools logs a warning when there is nothing to send.
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}
