/** The whole service as one stack. */
import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { SettingsInput } from './config.ts';
import { MetadataIndex } from './constructs/metadata-index.ts';
import { VERSION } from './version.ts';

export interface S3dexStackProps extends StackProps {
  settings: SettingsInput;
}

export class S3dexStack extends Stack {
  readonly index: MetadataIndex;

  constructor(scope: Construct, id: string, props: S3dexStackProps) {
    super(scope, id, { description: 's3dex: a metadata index for S3', ...props });
    this.index = new MetadataIndex(this, 'Index', props.settings);
    new CfnOutput(this, 'Url', {
      value: this.index.url,
      description: 'Base URL of the API, without /v1',
    });
    new CfnOutput(this, 'ApiArn', {
      value: this.index.apiArn,
      description: "ARN of the API, for callers' policies",
    });
    new CfnOutput(this, 'TableName', {
      value: this.index.table.tableName,
      description: 'The table of the index',
    });
    new CfnOutput(this, 'QueueUrl', {
      value: this.index.queue.queueUrl,
      description: 'The queue of S3 events',
    });
    new CfnOutput(this, 'DeadLetterQueueUrl', {
      value: this.index.deadLetters.queueUrl,
      description: 'Events that could not be processed',
    });
    new CfnOutput(this, 'ListingLogGroup', { value: this.index.logGroups.listing.logGroupName });
    new CfnOutput(this, 'InvalidationLogGroup', { value: this.index.logGroups.invalidation.logGroupName });
    const { access } = this.index.logGroups;
    if (access) new CfnOutput(this, 'AccessLogGroup', { value: access.logGroupName });
    new CfnOutput(this, 'DashboardName', { value: this.index.dashboardName });
    new CfnOutput(this, 'DashboardUrl', { value: this.dashboardUrl() });
    new CfnOutput(this, 'Version', { value: VERSION });
    Tags.of(this).add('application', 's3dex');
  }

  private dashboardUrl(): string {
    const console = `https://${this.region}.console.aws.amazon.com/cloudwatch/home`;
    return `${console}?region=${this.region}#dashboards/dashboard/${this.index.dashboardName}`;
  }
}
