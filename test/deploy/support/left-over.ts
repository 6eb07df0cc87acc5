/**
 * The resources of a stack that are left in the account. They are read from each service and not from CloudFormation.
 */
import { GetBucketNotificationConfigurationCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import type { Place } from './place.ts';

/** `kind name` for each, sorted, without the resources of CDK's bootstrap stack. */
export async function resourcesIn(place: Place): Promise<string[]> {
  const { aws, s3 } = place;
  const tables = await aws.json<{ TableNames: string[] }>('dynamodb', 'DynamoDB_20120810.ListTables', {});
  const queues = await aws.json<{ QueueUrls?: string[] }>('sqs', 'AmazonSQS.ListQueues', {});
  const groups = await aws.json<{ logGroups: { logGroupName: string }[] }>(
    'logs',
    'Logs_20140328.DescribeLogGroups',
    {},
  );
  const rules = await aws.json<{ Rules: { Name: string }[] }>('events', 'AWSEvents.ListRules', {});
  const functions = await aws.get<{ Functions: { FunctionName: string }[] }>(
    'lambda',
    '/2015-03-31/functions/',
  );
  const apis = await aws.get<{ items: { apiId: string }[] }>('apigateway', '/v2/apis');
  const roles = await aws.query('iam', '2010-05-08', { Action: 'ListRoles' });
  const alarms = await aws.query('monitoring', '2010-08-01', { Action: 'DescribeAlarms' });
  const found = [
    ...tables.TableNames.map((it) => `table ${it}`),
    ...(queues.QueueUrls ?? []).map((it) => `queue ${it.split('/').at(-1)}`),
    ...groups.logGroups.map((it) => `log group ${it.logGroupName}`),
    ...rules.Rules.map((it) => `rule ${it.Name}`),
    ...functions.Functions.map((it) => `function ${it.FunctionName}`),
    ...apis.items.map((it) => `api ${it.apiId}`),
    ...tagged(roles, 'RoleName').map((it) => `role ${it}`),
    ...tagged(alarms, 'AlarmName').map((it) => `alarm ${it}`),
  ];
  for (const { Name } of (await s3.send(new ListBucketsCommand({}))).Buckets ?? []) {
    const { $metadata: _, ...notifies } = await s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket: Name }),
    );
    const rules = Object.values(notifies).flat().length;
    if (rules > 0) found.push(`notifications of bucket ${Name}`);
  }
  return found.filter((it) => !/ cdk-hnb659fds-/.test(it)).sort();
}

const tagged = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((it) => it[1]!);
