/** Alarms that explain themselves: each has a reason and a section in the runbook. */
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type RunbookSection, runbookUrl } from '../runbook.ts';

/** Metrics are evaluated per minute, the finest resolution of standard metrics. */
export const ALARM_PERIOD = Duration.minutes(1);

export interface AlarmProps {
  metric: IMetric;
  /** The alarm goes off above this value. */
  threshold: number;
  /** How many of the last `minutes` minutes must be above the threshold. */
  breaching: number;
  minutes: number;
  /**
   * Missing data means that something does not run that should report. By default, missing data means that nothing
   * happened.
   */
  silenceIsBad?: true;
  /** For percentiles: with few samples, such as five answers, the 99th percentile is just the slowest answer. */
  ignoreFewSamples?: true;
  /** What the alarm means, in one sentence. */
  reason: string;
  runbook: RunbookSection;
}

/** Creates the alarms of a deployment. All of them notify its topic, if it has one. */
export class Alarms {
  readonly all: Alarm[] = [];
  private watched = 0;
  private readonly topicArn: string | undefined;

  constructor(topicArn: string | undefined) {
    this.topicArn = topicArn;
  }

  /** The number of metrics in all alarms, as CloudWatch bills them. */
  get watchedMetrics(): number {
    return this.watched;
  }

  add(scope: Construct, id: string, props: AlarmProps): Alarm {
    const alarm = new Alarm(scope, id, {
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      datapointsToAlarm: props.breaching,
      evaluationPeriods: props.minutes,
      treatMissingData: props.silenceIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      evaluateLowSampleCountPercentile: props.ignoreFewSamples && 'ignore',
      alarmDescription: `${props.reason} Runbook: ${runbookUrl(props.runbook)}`,
    });
    if (this.topicArn !== undefined) {
      const topic = Topic.fromTopicArn(scope, `${id}Topic`, this.topicArn);
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
    this.all.push(alarm);
    this.watched += metricsOf(props.metric);
    return alarm;
  }
}

function metricsOf(metric: IMetric): number {
  const { mathExpression } = metric.toMetricConfig();
  if (!mathExpression) return 1;
  return Object.values(mathExpression.usingMetrics).reduce((sum, it) => sum + metricsOf(it), 0);
}
