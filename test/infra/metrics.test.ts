/**
 * Counters are sent only if something was counted. An expression must still have a value if one of its counters was
 * not sent.
 */
import { expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { ServiceMetrics } from '../../infra/metrics.ts';
import { DOLLAR_METRICS, METRICS } from '../../lambdas/adapters/metric-names.ts';

const metrics = new ServiceMetrics('mine');
const HOUR = Duration.hours(1);
/** These counters are sent with every request and every batch. Without them there is nothing to show. */
const ALWAYS = ['requests', 'events'];

test.each([
  ['the hit rate', metrics.hitRate(HOUR)],
  ['dollars saved', metrics.dollarsSaved(HOUR)],
  ['dollars saved, net', metrics.dollarsSavedNet(HOUR, 21)],
  ['dollars for S3', metrics.s3Dollars(HOUR)],
  ['dollars spent', metrics.dollarsSpent(HOUR)],
  ['the share of fallbacks', metrics.fallbackRate(HOUR)],
  ['the mean wait of an event', metrics.meanEventLag(HOUR)],
])('%s treats a counter that was not sent as 0', (_what, { expression, usingMetrics }) => {
  const filled = [...expression.matchAll(/FILL\((\w+), 0\)/g)].map(([, id]) => id);
  // PERIOD is the length of the period, which does not need a value of the metric.
  const bare = expression.replace(/FILL\(\w+, 0\)|PERIOD\(\w+\)/g, '');
  for (const id of Object.keys(usingMetrics)) {
    if (ALWAYS.includes(id)) continue;
    expect(filled).toContain(id);
    expect(bare).not.toMatch(new RegExp(`\\b${id}\\b`));
  }
  // FILL needs a metric of the same expression. CloudWatch refuses a widget with any other ID.
  for (const id of filled) expect(Object.keys(usingMetrics)).toContain(id);
  for (const metric of Object.values(usingMetrics)) {
    expect(metric.toMetricConfig().metricStat?.namespace).toBe('s3dex');
    expect([...Object.values(METRICS), ...Object.values(DOLLAR_METRICS)]).toContain(
      metric.toMetricConfig().metricStat?.metricName,
    );
  }
});
