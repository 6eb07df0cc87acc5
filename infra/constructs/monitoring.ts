/** Monitoring of the service as a whole: alarms, and the dashboard. */
import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { ServiceMetrics } from '../metrics.ts';
import { ALARM_PERIOD, type Alarms } from './alarms.ts';
import type { ChangeFeed } from './change-feed.ts';
import { IndexDashboard } from './dashboard.ts';
import type { ServiceFunction } from './service-function.ts';

/**
 * Some requests bypass the index intentionally (a bucket with life 0, a name that the table cannot store). If the share
 * of requests that bypass it is above this percentage, the index is failing.
 */
const FALLBACK_PERCENT = 5;
/** Failures a minute. A single failure is retried and does no harm. */
const INDEX_FAILURES = 10;
const HOUR = Duration.hours(1);

export interface MonitoringProps {
  alarms: Alarms;
  api: HttpApi;
  listing: ServiceFunction;
  invalidation: ServiceFunction;
  feed: ChangeFeed;
  metrics: ServiceMetrics;
  /** Are the workers of fills deployed? */
  fills: boolean;
  /** Is the canary deployed? */
  canary: boolean;
  /** Dollars that S3 may cost in an hour before the alarm goes off. */
  s3DollarsAnHour: number;
}

export class Monitoring extends Construct {
  readonly dashboardName: string;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { metrics } = props;
    props.alarms.add(this, 'FallbackRate', {
      metric: metrics.fallbackRate(ALARM_PERIOD),
      threshold: FALLBACK_PERCENT,
      breaching: 3,
      minutes: 5,
      reason: `More than ${FALLBACK_PERCENT} % of the requests are answered without the index, usually because DynamoDB is slow, throttled or down. The answers are correct, but cost S3 calls.`,
      runbook: 'fallback-rate',
    });
    props.alarms.add(this, 'UnmarkedChanges', {
      metric: metrics.unmarkedChanges(ALARM_PERIOD),
      threshold: 0,
      breaching: 1,
      minutes: 1,
      reason: 'Names changed in S3 without an event: notifications are missing, or events were lost.',
      runbook: 'lost-events',
    });
    const services = ['listing', 'invalidation', ...(props.fills ? (['fill'] as const) : [])] as const;
    for (const service of services) {
      props.alarms.add(this, `ClockWrong-${service}`, {
        metric: metrics.counted('clockWrong', ALARM_PERIOD, service),
        threshold: 0,
        breaching: 3,
        minutes: 5,
        reason: `The clock of an instance of the ${service} function is wrong. The instance does not use the index, or corrects the times that it stores, so answers are correct.`,
        runbook: 'wrong-clock',
      });
    }
    for (const service of services) {
      props.alarms.add(this, `IndexFailures-${service}`, {
        metric: metrics.counted('indexFailures', ALARM_PERIOD, service),
        threshold: INDEX_FAILURES,
        breaching: 3,
        minutes: 5,
        reason: `Calls of the ${service} function to DynamoDB fail. Requests are answered from S3; events and ranges of fills are delivered again.`,
        runbook: 'fallback-rate',
      });
      props.alarms.add(this, `Undecodable-${service}`, {
        metric: metrics.counted('undecodable', ALARM_PERIOD, service),
        threshold: 0,
        breaching: 5,
        minutes: 15,
        reason: 'Items of the table cannot be read: somebody damaged them, or another version wrote them.',
        runbook: 'unreadable-items',
      });
    }
    props.alarms.add(this, 'S3Cost', {
      metric: metrics.s3Dollars(HOUR),
      threshold: props.s3DollarsAnHour,
      breaching: 1,
      minutes: 1,
      reason: `Calls to S3 cost more than $${props.s3DollarsAnHour} in an hour.`,
      runbook: 's3-cost',
    });
    this.dashboardName = new IndexDashboard(this, 'Dashboard', props).dashboardName;
  }
}
