/** The dashboard. Its first row shows whether the index hits, saves money, is fast and is current. */
import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  SingleValueWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { ServiceMetrics } from '../metrics.ts';
import type { Alarms } from './alarms.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { ServiceFunction } from './service-function.ts';

const GLANCE = Duration.hours(1);
const FINE = Duration.minutes(1);
const COARSE = Duration.minutes(15);

export interface IndexDashboardProps {
  alarms: Alarms;
  api: HttpApi;
  listing: ServiceFunction;
  invalidation: ServiceFunction;
  feed: ChangeFeed;
  metrics: ServiceMetrics;
  canary: boolean;
}

export class IndexDashboard extends Construct {
  readonly dashboardName: string;

  constructor(scope: Construct, id: string, props: IndexDashboardProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.hours(12) });
    dashboard.addWidgets(...glance(props));
    dashboard.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', alarms: props.alarms.all, width: 24, height: 3 }),
    );
    for (const row of rows(props)) dashboard.addWidgets(...row);
    this.dashboardName = dashboard.dashboardName;
  }
}

function glance({ alarms, api, feed, metrics }: IndexDashboardProps): IWidget[] {
  const single = (title: string, metric: IMetric) =>
    new SingleValueWidget({ title, metrics: [metric], width: 6, height: 4, sparkline: true });
  return [
    single('Hit rate', metrics.hitRate(GLANCE)),
    new SingleValueWidget({
      title: `Dollars saved in 30 days, net of everything (prices of ${metrics.priceList.region})`,
      metrics: [metrics.dollarsSavedNet(GLANCE, alarms.watchedMetrics)],
      ...{ width: 6, height: 4, start: '-P30D', setPeriodToTimeRange: true },
    }),
    single('Latency p99', api.metricLatency({ period: GLANCE, statistic: Stats.p(99), label: 'ms' })),
    single(
      'Oldest event waiting',
      feed.queue.metricApproximateAgeOfOldestMessage({
        period: GLANCE,
        statistic: Stats.MAXIMUM,
        label: 's',
      }),
    ),
  ];
}

/**
 * Read from the log, because each reason would be billed as a separate metric. The log is scanned, and billed by GB,
 * when the dashboard is opened.
 */
function reasons(listing: ServiceFunction): IWidget {
  return new LogQueryWidget({
    title: 'Why S3 was asked: top reasons',
    logGroupNames: [listing.logGroup.logGroupName],
    view: LogQueryVisualizationType.TABLE,
    queryLines: [
      'filter ispresent(reason)',
      'stats count(*) as answers, sum(coalesce(S3Lists, 0)) as lists, sum(coalesce(S3Heads, 0)) as heads by reason',
      'sort answers desc',
      'limit 10',
    ],
    ...{ width: 16, height: 6 },
  });
}

function rows({ api, listing, invalidation, feed, metrics, canary }: IndexDashboardProps): IWidget[][] {
  const graph = (title: string, left: IMetric[], stacked = false) =>
    new GraphWidget({ title, left, stacked, width: 8, height: 6 });
  const latency = (statistic: string) => api.metricLatency({ period: FINE, statistic, label: statistic });
  return [
    [
      graph(
        'Answers',
        (['hits', 'partials', 'misses', 'bypasses', 'staleServed', 'failures'] as const).map((it) =>
          metrics.counted(it, FINE),
        ),
        true,
      ),
      graph('Dollars an hour', [metrics.dollarsSaved(GLANCE), metrics.dollarsSpent(GLANCE)]),
      graph('Latency, ms', [latency(Stats.p(50)), latency(Stats.p(90)), latency(Stats.p(99))]),
    ],
    [
      graph('S3 calls', [metrics.counted('s3List', FINE), metrics.counted('s3Head', FINE)]),
      graph('DynamoDB units', [
        metrics.counted('readUnits', FINE),
        metrics.counted('writeUnits', FINE),
        metrics.counted('readUnits', FINE, 'invalidation', 'ReadUnits (events)'),
        metrics.counted('writeUnits', FINE, 'invalidation', 'WriteUnits (events)'),
      ]),
      graph('Without the index, %', [metrics.fallbackRate(FINE)]),
    ],
    [graph('Usage of trees', [metrics.counted('digestHits', FINE), metrics.counted('relistedPages', FINE)])],
    [reasons(listing), ...(canary ? [graph('Canary: failed checks', [metrics.canaryFailures(GLANCE)])] : [])],
    [
      graph('Freshness: waiting events', [
        metrics.meanEventLag(FINE),
        feed.queue.metricApproximateAgeOfOldestMessage({
          period: FINE,
          statistic: Stats.MAXIMUM,
          label: 'oldest, s',
        }),
        feed.queue.metricApproximateNumberOfMessagesVisible({ period: FINE, label: 'waiting' }),
        feed.deadLetters.metricApproximateNumberOfMessagesVisible({ period: FINE, label: 'dead letters' }),
      ]),
      graph('Events', [
        metrics.counted('eventsReceived', FINE, 'invalidation'),
        metrics.counted('eventsSkipped', FINE, 'invalidation'),
        metrics.counted('marks', FINE, 'invalidation'),
        metrics.counted('treeMarks', FINE, 'invalidation'),
        metrics.counted('eventsUnparsable', FINE, 'invalidation'),
      ]),
      graph('Functions', [
        listing.fn.metricDuration({ period: COARSE, statistic: Stats.p(99), label: 'listing p99, ms' }),
        invalidation.fn.metricDuration({
          period: COARSE,
          statistic: Stats.p(99),
          label: 'invalidation p99, ms',
        }),
        listing.fn.metricErrors({ period: COARSE, label: 'listing errors' }),
        invalidation.fn.metricErrors({ period: COARSE, label: 'invalidation errors' }),
      ]),
    ],
  ];
}
