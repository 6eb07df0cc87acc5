/**
 * Where the events of the served buckets are delivered, according to the template. This depends on the bucket's
 * notification configuration, as the stack's custom resource writes it, on the rules of EventBridge, and on the
 * policy of the queue.
 */
import { z } from 'zod';
import { messageText } from '../notification-intake.ts';
import { applyChange, type NotificationConfiguration, takes } from './bucket-notifications.ts';
import { keyOf, matchesPattern, recordSchema, type S3Record, toEventBridge } from './event-bridge.ts';
import type { Permissions } from './permissions.ts';
import { ACCOUNT, type Names, resolve } from './resolve.ts';
import { resourcesOf, type Template } from './template.ts';

const customSchema = z.object({
  BucketName: z.string(),
  NotificationConfiguration: z.custom<NotificationConfiguration>(),
  Managed: z.boolean(),
});

const ruleSchema = z.object({
  EventPattern: z.record(z.string(), z.unknown()),
  State: z.literal('ENABLED'),
  Targets: z.array(z.object({ Arn: z.string() })),
});

const messageSchema = z.object({ Records: z.tuple([recordSchema]) });

export interface Delivery {
  /** ARN of a queue. */
  queueArn: string;
  body: string;
}

export interface Deliveries {
  /** Where a message of S3 is delivered. For other messages, the caller decides. */
  route(message: string): Delivery[] | 'not of S3';
}

export function readDeliveries(template: Template, names: Names, permissions: Permissions): Deliveries {
  const buckets = readBuckets(template, names, permissions);
  const queueIds = new Map(
    resourcesOf(template, 'AWS::SQS::Queue').map(([id]) => [names.resources.get(id)?.attributes?.Arn, id]),
  );
  const rules = resourcesOf(template, 'AWS::Events::Rule').map(([id, it]) => ({
    arn: names.resources.get(id)?.attributes?.Arn ?? id,
    ...ruleSchema.parse(resolve(it.Properties, names)),
  }));
  /** A queue accepts messages only from senders that its policy allows. */
  const maySend = (service: string, sourceArn: string, queueArn: string) =>
    permissions.mayService(queueIds.get(queueArn) ?? '', {
      action: 'sqs:SendMessage',
      resource: queueArn,
      context: {
        'aws:SecureTransport': 'true',
        'aws:SourceArn': sourceArn,
        'aws:SourceAccount': ACCOUNT,
      },
      principal: { kind: 'Service', name: service },
    });

  const byNotification = (record: S3Record, body: string): Delivery[] => {
    const bucket = record.s3.bucket.name;
    return (buckets.get(bucket)?.QueueConfigurations ?? [])
      .filter((it) => takes(it, record.eventName, keyOf(record)))
      .map((it) => ({ queueArn: it.QueueArn ?? '', body }))
      .filter((it) => maySend('s3.amazonaws.com', `arn:aws:s3:::${bucket}`, it.queueArn));
  };
  const byRule = (record: S3Record): Delivery[] => {
    if (!buckets.get(record.s3.bucket.name)?.EventBridgeConfiguration) return [];
    const event = toEventBridge(record, ACCOUNT);
    return rules
      .filter((rule) => event !== undefined && matchesPattern(rule.EventPattern, event))
      .flatMap((rule) => rule.Targets.map(({ Arn }) => ({ arn: rule.arn, queueArn: Arn })))
      .filter((it) => maySend('events.amazonaws.com', it.arn, it.queueArn))
      .map(({ queueArn }) => ({ queueArn, body: messageText(event) }));
  };
  return {
    route(message) {
      const parsed = messageSchema.safeParse(safeJson(message));
      if (!parsed.success) return 'not of S3';
      const [record] = parsed.data.Records;
      return [...byNotification(record, message), ...byRule(record)];
    },
  };
}

/**
 * The notification configurations of the buckets, by name, as the custom resource's handler writes them. Existing
 * buckets are assumed to have no other notifications.
 */
function readBuckets(
  template: Template,
  names: Names,
  permissions: Permissions,
): Map<string, NotificationConfiguration> {
  const stackId = String(resolve({ Ref: 'AWS::StackId' }, names));
  return new Map(
    resourcesOf(template, 'Custom::S3BucketNotifications').map(([id, { Properties }]) => {
      const { ServiceToken, ...rest } = Properties;
      const it = customSchema.parse(resolve(rest, names));
      const role = roleOfHandler(template, ServiceToken);
      const actions = ['s3:PutBucketNotification', ...(it.Managed ? [] : ['s3:GetBucketNotification'])];
      for (const action of actions) {
        const request = { action, resource: `arn:aws:s3:::${it.BucketName}`, context: {} };
        if (!permissions.allows(role, request)) throw new Error(`${id} cannot be deployed: no ${action}`);
      }
      const incoming = it.NotificationConfiguration;
      return [it.BucketName, applyChange({}, { request: 'Create', stackId, managed: it.Managed, incoming })];
    }),
  );
}

const attributeSchema = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });

/** Logical id of the role of a custom resource's handler. */
function roleOfHandler(template: Template, serviceToken: unknown): string {
  const [functionId] = attributeSchema.parse(serviceToken)['Fn::GetAtt'];
  return attributeSchema.parse(template.Resources[functionId]?.Properties.Role)['Fn::GetAtt'][0];
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
