/** The service's own metrics in CloudWatch, and expressions over them. The names are shared data. */
import type { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PRICE_LIST, type PriceList } from '../contract/prices.ts';
import {
  CANARY_FAILURES,
  DEPLOYMENT_DIMENSION,
  DOLLAR_METRICS,
  METRIC_NAMESPACE,
  METRICS,
  type PublishedCounter,
  SERVICE_DIMENSION,
  SERVICES,
} from '../lambdas/adapters/metric-names.ts';
import { standingDollarsASecond } from './standing-cost.ts';

/**
 * Replaces missing values by 0. A counter is sent only if it is not 0, and an expression has no value if one of its
 * metrics has none.
 */
const filled = (id: string) => `FILL(${id}, 0)`;
/** A share of fewer requests than this is not meaningful: one of three is 33 %. */
const LEAST_FOR_A_SHARE = 20;

/** The share in percent, or 0 if there are too few requests. For alarms only; graphs show every value. */
export const shareOfMany = (part: string, all: string): string =>
  `IF(${all} >= ${LEAST_FOR_A_SHARE}, 100 * ${part} / ${all}, 0)`;

/** CloudWatch does not accept exponents. */
const decimal = (dollars: number): string => dollars.toFixed(9);

type Service = keyof typeof SERVICES;

/** The metrics of one deployment. Other deployments in the account send metrics with the same names. */
export class ServiceMetrics {
  readonly deployment: string;
  readonly priceList: PriceList;

  constructor(deployment: string, priceList: PriceList = PRICE_LIST) {
    this.deployment = deployment;
    this.priceList = priceList;
  }

  /** The sum of one counter over a period. */
  counted(
    counter: PublishedCounter,
    period: Duration,
    service: Service = 'listing',
    label: string = METRICS[counter],
  ): Metric {
    return this.summed(METRICS[counter], period, service, label);
  }

  /** Percentage of the answers that needed no S3 call. */
  hitRate(period: Duration): MathExpression {
    const answers = ['hits', 'partials', 'misses', 'bypasses'] as const;
    return new MathExpression({
      expression: `100 * ${filled('hits')} / (${answers.map(filled).join(' + ')})`,
      label: 'hit rate, %',
      period,
      usingMetrics: Object.fromEntries(answers.map((it) => [it, this.counted(it, period)])),
    });
  }

  /** How long an event waits in the queue before its mark is written, on average. */
  meanEventLag(period: Duration): MathExpression {
    return new MathExpression({
      expression: `${filled('lag')} / events / 1000`,
      label: 'mean wait of an event, s',
      period,
      usingMetrics: {
        lag: this.counted('eventLagMs', period, 'invalidation'),
        events: this.counted('eventsReceived', period, 'invalidation'),
      },
    });
  }

  /** Percentage of the requests that were answered without the index. */
  fallbackRate(period: Duration): MathExpression {
    return new MathExpression({
      expression: shareOfMany(filled('bypasses'), 'requests'),
      label: 'answered without the index, %',
      period,
      usingMetrics: {
        bypasses: this.counted('bypasses', period),
        requests: this.counted('requests', period),
      },
    });
  }

  /**
   * What the answers would cost directly from S3, minus everything that the functions spent. Negative when the index
   * cost more.
   */
  dollarsSaved(period: Duration): MathExpression {
    return new MathExpression({
      expression: `${filled('saved')} - ${filled('onEvents')} - ${filled('onFills')}`,
      label: 'saved, $',
      period,
      usingMetrics: {
        saved: this.dollars('saved', period, 'listing'),
        onEvents: this.dollars('spent', period, 'invalidation'),
        onFills: this.dollars('spent', period, 'fill'),
      },
    });
  }

  /** The dollars saved over one long period, minus the fixed costs of the deployment for all of it. */
  dollarsSavedNet(period: Duration, alarmMetrics: number): MathExpression {
    const standing = standingDollarsASecond(alarmMetrics, this.priceList.prices);
    const { expression, usingMetrics } = this.dollarsSaved(period);
    return new MathExpression({
      expression: `${expression} - PERIOD(saved) * ${decimal(standing)}`,
      label: 'saved, $',
      period,
      usingMetrics,
    });
  }

  /** The number of names that changed in S3 without an event, as noticed by requests and by fills. */
  unmarkedChanges(period: Duration): MathExpression {
    return new MathExpression({
      expression: `${filled('byQuestions')} + ${filled('byFills')}`,
      label: METRICS.unmarkedChanges,
      period,
      usingMetrics: {
        byQuestions: this.counted('unmarkedChanges', period),
        byFills: this.counted('unmarkedChanges', period, 'fill'),
      },
    });
  }

  /**
   * Cost of the calls to S3: those of requests (in the worst case one call for each), and those of fills, which only
   * send LISTs.
   */
  s3Dollars(period: Duration): MathExpression {
    const { s3List, s3Head } = this.priceList.prices;
    return new MathExpression({
      expression: `(${filled('lists')} + ${filled('fillLists')}) * ${decimal(s3List)} + ${filled('heads')} * ${decimal(s3Head)}`,
      label: 'S3 calls, $',
      period,
      usingMetrics: {
        lists: this.counted('s3List', period),
        fillLists: this.counted('s3List', period, 'fill'),
        heads: this.counted('s3Head', period),
      },
    });
  }

  /** Total cost of S3, DynamoDB, the API, the queue, functions and logs. */
  dollarsSpent(period: Duration): MathExpression {
    return new MathExpression({
      expression: `${filled('onQuestions')} + ${filled('onEvents')} + ${filled('onFills')}`,
      label: 'spent, $',
      period,
      usingMetrics: {
        onQuestions: this.dollars('spent', period, 'listing'),
        onEvents: this.dollars('spent', period, 'invalidation'),
        onFills: this.dollars('spent', period, 'fill'),
      },
    });
  }

  /** The number of failed checks of the canary. */
  canaryFailures(period: Duration): Metric {
    return this.summed(CANARY_FAILURES, period, 'canary', 'failed checks');
  }

  /** Total dollars of one function's invocations. The functions compute them with contract/dollars.ts. */
  private dollars(name: keyof typeof DOLLAR_METRICS, period: Duration, service: Service): Metric {
    return this.summed(DOLLAR_METRICS[name], period, service, DOLLAR_METRICS[name]);
  }

  private summed(metricName: string, period: Duration, service: Service, label: string): Metric {
    return new Metric({
      namespace: METRIC_NAMESPACE,
      metricName,
      dimensionsMap: { [SERVICE_DIMENSION]: SERVICES[service], [DEPLOYMENT_DIMENSION]: this.deployment },
      statistic: Stats.SUM,
      period,
      label,
    });
  }
}
