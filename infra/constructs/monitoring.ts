/** What is watched of the service as a whole: the alarm on answers past the index, and the dashboard. */
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { counted, fallbackRate } from '../metrics.ts';
import { ALARM_PERIOD, type Alarms } from './alarms.ts';
import type { ChangeFeed } from './change-feed.ts';
import { IndexDashboard } from './dashboard.ts';
import type { ServiceFunction } from './service-function.ts';

/** Single requests bypass the index when they may (no-store, a bucket with life 0); a share of them means that it fails. */
const FALLBACK_PERCENT = 5;

export interface MonitoringProps {
  alarms: Alarms;
  api: HttpApi;
  listing: ServiceFunction;
  invalidation: ServiceFunction;
  feed: ChangeFeed;
}

export class Monitoring extends Construct {
  readonly dashboardName: string;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    props.alarms.add(this, 'FallbackRate', {
      metric: fallbackRate(ALARM_PERIOD),
      threshold: FALLBACK_PERCENT,
      breaching: 3,
      minutes: 5,
      reason: `More than ${FALLBACK_PERCENT} % of questions are answered past the index: DynamoDB is slow, throttled or down. Answers stay right and cost more.`,
      runbook: 'fallback-rate',
    });
    props.alarms.add(this, 'UnmarkedChanges', {
      metric: counted('unmarkedChanges', ALARM_PERIOD),
      threshold: 0,
      breaching: 1,
      minutes: 1,
      reason: 'Names changed in S3 and no event told of it: notifications are missing, or events were lost.',
      runbook: 'lost-events',
    });
    for (const service of ['listing', 'invalidation'] as const) {
      props.alarms.add(this, `ClockWrong-${service}`, {
        metric: counted('clockWrong', ALARM_PERIOD, service),
        threshold: 0,
        breaching: 3,
        minutes: 5,
        reason: `The clock of an instance of the ${service} function is surely off: it keeps nothing, and its marks are corrected by the services' time.`,
        runbook: 'wrong-clock',
      });
    }
    this.dashboardName = new IndexDashboard(this, 'Dashboard', props).dashboardName;
  }
}
