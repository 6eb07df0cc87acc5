/** Counters are sent only where something was counted: what follows from them must not vanish with the first that was not. */
import { expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { dollarsSaved, dollarsSpent, fallbackRate, hitRate, meanEventLag } from '../../infra/metrics.ts';
import { DOLLAR_METRICS, METRICS } from '../../lambdas/adapters/metric-names.ts';

const HOUR = Duration.hours(1);
/** Sent with every question and every batch: without them there is nothing to divide by, and nothing to show. */
const ALWAYS = ['requests', 'events'];

test.each([
  ['the hit rate', hitRate(HOUR)],
  ['dollars saved', dollarsSaved(HOUR)],
  ['dollars spent', dollarsSpent(HOUR)],
  ['the share of fallbacks', fallbackRate(HOUR)],
  ['the mean wait of an event', meanEventLag(HOUR)],
])('%s takes a counter that was not sent for 0', (_what, { expression, usingMetrics }) => {
  const filled = [...expression.matchAll(/FILL\((\w+), 0\)/g)].map(([, id]) => id);
  const bare = expression.replace(/FILL\(\w+, 0\)/g, '');
  for (const id of Object.keys(usingMetrics)) {
    if (ALWAYS.includes(id)) continue;
    expect(filled).toContain(id);
    expect(bare).not.toMatch(new RegExp(`\\b${id}\\b`));
  }
  // What is filled is a metric of the expression; CloudWatch refuses a widget with any other id.
  for (const id of filled) expect(Object.keys(usingMetrics)).toContain(id);
  for (const metric of Object.values(usingMetrics)) {
    expect(metric.toMetricConfig().metricStat?.namespace).toBe('s3dex');
    expect([...Object.values(METRICS), ...Object.values(DOLLAR_METRICS)]).toContain(
      metric.toMetricConfig().metricStat?.metricName,
    );
  }
});
