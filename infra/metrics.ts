/** The service's own metrics as CloudWatch knows them, and what follows from them. Names are shared data. */
import type { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import {
  DOLLAR_METRICS,
  METRIC_NAMESPACE,
  METRICS,
  type PublishedCounter,
  SERVICE_DIMENSION,
  SERVICES,
} from '../lambdas/adapters/metric-names.ts';

/** The sum of one counter over a period. */
export function counted(
  counter: PublishedCounter,
  period: Duration,
  service: keyof typeof SERVICES = 'listing',
  label: string = METRICS[counter],
): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName: METRICS[counter],
    dimensionsMap: { [SERVICE_DIMENSION]: SERVICES[service] },
    statistic: Stats.SUM,
    period,
    label,
  });
}

/** A counter is sent only where it is not 0, and an expression may have no value where one of its metrics has none. */
const filled = (id: string) => `FILL(${id}, 0)`;

/** Of the answers given, percent that needed no S3 call. */
export function hitRate(period: Duration): MathExpression {
  const answers = ['hits', 'partials', 'misses', 'bypasses'] as const;
  return new MathExpression({
    expression: `100 * ${filled('hits')} / (${answers.map(filled).join(' + ')})`,
    label: 'hit rate, %',
    period,
    usingMetrics: Object.fromEntries(answers.map((it) => [it, counted(it, period)])),
  });
}

/** How long an event waits in the queue until it is marked, on the average. */
export function meanEventLag(period: Duration): MathExpression {
  return new MathExpression({
    expression: `${filled('lag')} / events / 1000`,
    label: 'mean wait of an event, s',
    period,
    usingMetrics: {
      lag: counted('eventLagMs', period, 'invalidation'),
      events: counted('eventsReceived', period, 'invalidation'),
    },
  });
}

/** Of the questions asked, percent that were answered past the index. */
export function fallbackRate(period: Duration): MathExpression {
  return new MathExpression({
    expression: `100 * ${filled('bypasses')} / requests`,
    label: 'answered past the index, %',
    period,
    usingMetrics: { bypasses: counted('bypasses', period), requests: counted('requests', period) },
  });
}

/** Dollars that one function's invocations add up to; the functions work them out by contract/dollars.ts. */
function dollarMetric(
  name: keyof typeof DOLLAR_METRICS,
  period: Duration,
  service: keyof typeof SERVICES,
): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName: DOLLAR_METRICS[name],
    dimensionsMap: { [SERVICE_DIMENSION]: SERVICES[service] },
    statistic: Stats.SUM,
    period,
    label: DOLLAR_METRICS[name],
  });
}

/** What the answers cost straight from S3, less everything that both functions spent. Below zero when the index cost more. */
export function dollarsSaved(period: Duration): MathExpression {
  return new MathExpression({
    expression: `${filled('saved')} - ${filled('onEvents')}`,
    label: 'saved, $',
    period,
    usingMetrics: {
      saved: dollarMetric('saved', period, 'listing'),
      onEvents: dollarMetric('spent', period, 'invalidation'),
    },
  });
}

/** S3, DynamoDB, API, queue, functions and logs. */
export function dollarsSpent(period: Duration): MathExpression {
  return new MathExpression({
    expression: `${filled('onQuestions')} + ${filled('onEvents')}`,
    label: 'spent, $',
    period,
    usingMetrics: {
      onQuestions: dollarMetric('spent', period, 'listing'),
      onEvents: dollarMetric('spent', period, 'invalidation'),
    },
  });
}
