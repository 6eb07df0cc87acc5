/** Alarms that say why they exist and what to do: every one carries its reason and its section of the runbook. */
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type RunbookSection, runbookUrl } from '../runbook.ts';

/** Metrics are looked at in minutes: the finest a standard metric has. */
export const ALARM_PERIOD = Duration.minutes(1);

export interface AlarmProps {
  metric: IMetric;
  /** Alarms above it. */
  threshold: number;
  /** Minutes out of the last `minutes` that must be above it. */
  breaching: number;
  minutes: number;
  /** For percentiles: the slowest of five answers is no 99th percentile. */
  ignoreFewSamples?: true;
  /** What it means when it rings, in one sentence. */
  reason: string;
  runbook: RunbookSection;
}

/** Makes the alarms of one deployment and points them all at its topic, when there is one. */
export class Alarms {
  readonly all: Alarm[] = [];
  private readonly topicArn: string | undefined;

  constructor(topicArn: string | undefined) {
    this.topicArn = topicArn;
  }

  add(scope: Construct, id: string, props: AlarmProps): Alarm {
    const alarm = new Alarm(scope, id, {
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      datapointsToAlarm: props.breaching,
      evaluationPeriods: props.minutes,
      // Every metric watched here is silent when nothing happens, and nothing happening is well.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...(props.ignoreFewSamples && { evaluateLowSampleCountPercentile: 'ignore' }),
      alarmDescription: `${props.reason} Runbook: ${runbookUrl(props.runbook)}`,
    });
    if (this.topicArn !== undefined) {
      const topic = Topic.fromTopicArn(scope, `${id}Topic`, this.topicArn);
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
    this.all.push(alarm);
    return alarm;
  }
}
