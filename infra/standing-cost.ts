/**
 * The fixed costs of a deployment, in dollars a month: metrics, alarms, the dashboard, and the polling of idle
 * queues.
 */
import type { Prices } from '../contract/prices.ts';

/** For us-east-1, from CloudWatch's price page. */
const CLOUDWATCH = { metric: 0.3, alarmMetric: 0.1, dashboard: 3 };
/** Custom metrics that are not zero in an ordinary month. */
export const ORDINARY_METRICS = 20;
const MONTH_SECONDS = 30 * 24 * 3_600;
/** One queue of events and one of fills. */
const QUEUES = 2;
/** Polls a month: five pollers for each queue, with requests of 20 s. */
const POLLS = (QUEUES * 5 * MONTH_SECONDS) / 20;

export interface StandingCost {
  metrics: number;
  watch: number;
  polling: number;
}

export function standingCost(alarmMetrics: number, prices: Prices): StandingCost {
  return {
    metrics: ORDINARY_METRICS * CLOUDWATCH.metric,
    watch: alarmMetrics * CLOUDWATCH.alarmMetric + CLOUDWATCH.dashboard,
    polling: POLLS * prices.sqsRequest,
  };
}

export function standingDollarsASecond(alarmMetrics: number, prices: Prices): number {
  const { metrics, watch, polling } = standingCost(alarmMetrics, prices);
  return (metrics + watch + polling) / MONTH_SECONDS;
}
