/**
 * Changes a bucket's notification configuration when the stack is deployed, updated and deleted. Works like CDK's
 * `Custom::S3BucketNotifications` handler (aws-cdk-lib,
 * custom-resource-handlers/dist/aws-s3/notifications-resource-handler); a test compares the two.
 */

export interface FilterRule {
  Name: string;
  Value: string;
}

/** One notification: event kinds, a key filter, and one destination (its ARN in QueueArn, TopicArn, ...). */
export interface Notification {
  Id?: string;
  Events: string[];
  Filter?: { Key: { FilterRules: FilterRule[] } };
  QueueArn?: string;
  TopicArn?: string;
  LambdaFunctionArn?: string;
}

const KINDS = ['TopicConfigurations', 'QueueConfigurations', 'LambdaFunctionConfigurations'] as const;
type Kind = (typeof KINDS)[number];

export type NotificationConfiguration = Partial<Record<Kind, Notification[]>> & {
  EventBridgeConfiguration?: Record<string, never>;
};

export interface Change {
  request: 'Create' | 'Update' | 'Delete';
  stackId: string;
  /**
   * True if CDK created the bucket in the same stack. Then the handler assumes that nobody else has set
   * notifications.
   */
  managed: boolean;
  incoming: NotificationConfiguration;
  /** For an update: the configuration that the stack has set before. */
  previous?: NotificationConfiguration;
}

/** The bucket's configuration after the change. */
export function applyChange(existing: NotificationConfiguration, change: Change): NotificationConfiguration {
  if (change.managed) return change.request === 'Delete' ? {} : change.incoming;
  const others = notificationsOfOthers(existing, change);
  if (change.request === 'Delete') return others;
  const merged: NotificationConfiguration = {};
  for (const kind of KINDS) {
    const ours = (change.incoming[kind] ?? []).map((it) => ({ ...it, Id: ownId(change.stackId, it) }));
    merged[kind] = [...(others[kind] ?? []), ...ours];
  }
  // It is not known who turned EventBridge on, so it is never turned off.
  if (change.incoming.EventBridgeConfiguration ?? others.EventBridgeConfiguration) {
    merged.EventBridgeConfiguration = {};
  }
  return merged;
}

function notificationsOfOthers(
  existing: NotificationConfiguration,
  change: Change,
): NotificationConfiguration {
  const others: NotificationConfiguration = {};
  for (const kind of KINDS)
    others[kind] = (existing[kind] ?? []).filter((it) => isOfOthers(it, kind, change));
  if (existing.EventBridgeConfiguration) others.EventBridgeConfiguration = {};
  return others;
}

/**
 * True for a notification of somebody else. An update recognises its own notifications by their content, a deletion
 * by their ids. A creation has none yet.
 */
function isOfOthers(notification: Notification, kind: Kind, change: Change): boolean {
  if (change.request === 'Create') return true;
  if (change.request === 'Delete') return !(notification.Id ?? '').startsWith(`${change.stackId}-`);
  const own = (change.previous?.[kind] ?? []).map(contentOf);
  return !own.includes(contentOf(notification));
}

function ownId(stackId: string, notification: Notification): string {
  return `${stackId}-${contentOf(notification)}`;
}

/**
 * All fields except the id, in a fixed order. The names of filter rules are compared in lower case, because S3 may
 * return them capitalised.
 */
function contentOf(notification: Notification): string {
  const rules = notification.Filter?.Key.FilterRules.map(({ Name, Value }) => [Name.toLowerCase(), Value]);
  const { Events, QueueArn, TopicArn, LambdaFunctionArn } = notification;
  return JSON.stringify([Events, QueueArn, TopicArn, LambdaFunctionArn, rules?.sort()]);
}

/** True if these kinds (`s3:ObjectCreated:*`) and this filter match an event (`ObjectCreated:Put`) about the key. */
export function takes(notification: Notification, eventName: string, key: string): boolean {
  const name = `s3:${eventName}`;
  const kindTaken = notification.Events.some((it) =>
    it.endsWith('*') ? name.startsWith(it.slice(0, -1)) : name === it,
  );
  const rules = notification.Filter?.Key.FilterRules ?? [];
  return kindTaken && rules.every((rule) => keyPasses(rule, key));
}

/** The values in rules are URL-encoded, with `+` for a space. */
function keyPasses({ Name, Value }: FilterRule, key: string): boolean {
  const value = decodeURIComponent(Value.replaceAll('+', ' '));
  return Name.toLowerCase() === 'prefix' ? key.startsWith(value) : key.endsWith(value);
}
