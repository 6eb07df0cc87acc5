/** The service's own metrics as CloudWatch knows them, and what follows from them. Names and prices are shared data. */
import type { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PRICES } from '../contract/prices.ts';
import {
  METRIC_NAMESPACE,
  METRICS,
  type PublishedCounter,
  SERVICE_DIMENSION,
  SERVICES,
} from '../lambdas/adapters/metric-names.ts';

/** CloudWatch takes no exponents. */
const DECIMAL_PRICES = Object.fromEntries(
  Object.entries(PRICES).map(([name, dollars]) => [name, dollars.toFixed(9)]),
) as Record<keyof typeof PRICES, string>;

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

/** What the same answers cost straight from S3, minus the calls and units they took here; without API and functions. */
export function dollarsSaved(period: Duration, callerHeads: boolean): MathExpression {
  const { s3List, s3Head, readUnit, writeUnit } = DECIMAL_PRICES;
  const costs = (terms: Record<string, string>) =>
    Object.entries(terms)
      .map(([id, price]) => `${filled(id)} * ${price}`)
      .join(' + ');
  const plain = costs({
    plainLists: s3List,
    plainHeads: s3Head,
    ...(callerHeads && { listed: s3Head }),
  });
  const spent = costs({
    lists: s3List,
    heads: s3Head,
    read: readUnit,
    markedRead: readUnit,
    written: writeUnit,
    marked: writeUnit,
  });
  return new MathExpression({
    expression: `${plain} - (${spent})`,
    label: callerHeads ? 'saved against list + HEADs, $' : 'saved against list only, $',
    period,
    usingMetrics: {
      plainLists: counted('plainLists', period),
      plainHeads: counted('plainHeads', period),
      ...(callerHeads && { listed: counted('listedObjects', period) }),
      lists: counted('s3List', period),
      heads: counted('s3Head', period),
      read: counted('readUnits', period),
      written: counted('writeUnits', period),
      marked: counted('writeUnits', period, 'invalidation'),
      markedRead: counted('readUnits', period, 'invalidation'),
    },
  });
}

/** What stands in front of the index costs for the same requests. */
export function dollarsFront(period: Duration): MathExpression {
  return new MathExpression({
    expression: `requests * (${DECIMAL_PRICES.httpApiRequest} + ${DECIMAL_PRICES.lambdaRequest})`,
    label: 'API and function requests, $',
    period,
    usingMetrics: { requests: counted('requests', period) },
  });
}
