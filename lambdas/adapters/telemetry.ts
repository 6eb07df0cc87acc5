/**
 * What happened, told three ways: counters of this instance, CloudWatch metrics (one sum per counter and invocation, in
 * the log's Embedded Metric Format) and structured logs.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Counter, Telemetry } from '../core/ports/telemetry.ts';
import { METRIC_NAMESPACE, METRICS, type PublishedCounter, type SERVICES } from './metric-names.ts';

export type Counts = Readonly<Partial<Record<Counter, number>>>;

export interface InstanceTelemetry extends Telemetry {
  readonly logger: Logger;
  /** Everything counted since this instance started. */
  snapshot(): Counts;
  /** Sends what was counted since the last call, if anything was. To be called once at the end of every invocation. */
  publish(): void;
}

export function createTelemetry(options: {
  service: (typeof SERVICES)[keyof typeof SERVICES];
  logger?: Logger;
  metrics?: Metrics;
}): InstanceTelemetry {
  const serviceName = options.service;
  const logger = options.logger ?? new Logger({ serviceName });
  const metrics = options.metrics ?? new Metrics({ namespace: METRIC_NAMESPACE, serviceName });
  const total = new Map<Counter, number>();
  const unsent = new Map<Counter, number>();

  return {
    logger,

    count(counter, by = 1) {
      total.set(counter, (total.get(counter) ?? 0) + by);
      unsent.set(counter, (unsent.get(counter) ?? 0) + by);
    },

    snapshot: () => Object.fromEntries(total) as Counts,

    publish() {
      for (const [counter, sum] of unsent) {
        if (isPublished(counter) && sum > 0) metrics.addMetric(METRICS[counter], MetricUnit.Count, sum);
      }
      unsent.clear();
      // Powertools warns when there is nothing to send.
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}

function isPublished(counter: Counter): counter is PublishedCounter {
  return counter in METRICS;
}
