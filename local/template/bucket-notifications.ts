/**
 * How a bucket's notification configuration changes when the stack is deployed, updated and deleted. It behaves
 * like CDK's `Custom::S3BucketNotifications` handler (aws-cdk-lib,
 * custom-resource-handlers/dist/aws-s3/notifications-resource-handler); a test compares the two.
 */

export interface FilterRule {
  Name: string;
  Value: string;
}

/** One notification: kinds of event, a key filter, one destination (its ARN under QueueArn, TopicArn, ...). */
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
  /** The bucket was created by CDK in the same stack, so the handler does not look for notifications of others. */
  managed: boolean;
  incoming: NotificationConfiguration;
  /** What the stack had set before (Update). */
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
  // Nobody knows who turned EventBridge on, so nothing turns it off.
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

/** An update recognises its own notifications by their content, a deletion by their ids; a creation has none yet. */
function isOfOthers(notification: Notification, kind: Kind, change: Change): boolean {
  if (change.request === 'Create') return true;
  if (change.request === 'Delete') return !(notification.Id ?? '').startsWith(`${change.stackId}-`);
  const own = (change.previous?.[kind] ?? []).map(contentOf);
  return !own.includes(contentOf(notification));
}

function ownId(stackId: string, notification: Notification): string {
  return `${stackId}-${contentOf(notification)}`;
}

/** Everything except the id, in a fixed order, with the names of filter rules capitalised as S3 returns them. */
function contentOf(notification: Notification): string {
  const rules = notification.Filter?.Key.FilterRules.map(({ Name, Value }) => [Name.toLowerCase(), Value]);
  const { Events, QueueArn, TopicArn, LambdaFunctionArn } = notification;
  return JSON.stringify([Events, QueueArn, TopicArn, LambdaFunctionArn, rules?.sort()]);
}

/** Do these kinds (`s3:ObjectCreated:*`) and this filter match an event (`ObjectCreated:Put`) about a key? */
export function takes(notification: Notification, eventName: string, key: string): boolean {
  const name = `s3:${eventName}`;
  const kindTaken = notification.Events.some((it) =>
    it.endsWith('*') ? name.startsWith(it.slice(0, -1)) : name === it,
  );
  const rules = notification.Filter?.Key.FilterRules ?? [];
  return kindTaken && rules.every((rule) => keyPasses(rule, key));
}

/** The values of rules are URL-encoded, with `+` for a space. */
function keyPasses({ Name, Value }: FilterRule, key: string): boolean {
  const value = decodeURIComponent(Value.replaceAll('+', ' '));
  return Name.toLowerCase() === 'prefix' ? key.startsWith(value) : key.endsWith(value);
}
