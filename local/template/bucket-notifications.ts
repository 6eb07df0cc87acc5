/**
 * What becomes of a bucket's notification configuration when the stack is deployed, updated and deleted: the semantics of CDK's
 * `Custom::S3BucketNotifications` handler (aws-cdk-lib, custom-resource-handlers/dist/aws-s3/notifications-resource-handler),
 * against which a test holds this.
 */

export interface FilterRule {
  Name: string;
  Value: string;
}

/** One notification: some kinds of event, some keys, one destination (its ARN under QueueArn, TopicArn, ...). */
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
  /** Made by CDK in the same stack: nobody else's notifications are looked for. */
  managed: boolean;
  incoming: NotificationConfiguration;
  /** What the stack itself had set before (Update). */
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
  // Nobody can tell who switched EventBridge on, so nothing switches it off.
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

/** An update knows its own by their content, a deletion by their ids, and a creation has none yet. */
function isOfOthers(notification: Notification, kind: Kind, change: Change): boolean {
  if (change.request === 'Create') return true;
  if (change.request === 'Delete') return !(notification.Id ?? '').startsWith(`${change.stackId}-`);
  const own = (change.previous?.[kind] ?? []).map(contentOf);
  return !own.includes(contentOf(notification));
}

function ownId(stackId: string, notification: Notification): string {
  return `${stackId}-${contentOf(notification)}`;
}

/** Everything but the id, in one order, with the names of filter rules as S3 gives them back (capitalised). */
function contentOf(notification: Notification): string {
  const rules = notification.Filter?.Key.FilterRules.map(({ Name, Value }) => [Name.toLowerCase(), Value]);
  const { Events, QueueArn, TopicArn, LambdaFunctionArn } = notification;
  return JSON.stringify([Events, QueueArn, TopicArn, LambdaFunctionArn, rules?.sort()]);
}

/** Do these kinds (`s3:ObjectCreated:*`) and this filter take an event (`ObjectCreated:Put`) about a key? */
export function takes(notification: Notification, eventName: string, key: string): boolean {
  const name = `s3:${eventName}`;
  const kindTaken = notification.Events.some((it) =>
    it.endsWith('*') ? name.startsWith(it.slice(0, -1)) : name === it,
  );
  const rules = notification.Filter?.Key.FilterRules ?? [];
  return kindTaken && rules.every((rule) => keyPasses(rule, key));
}

/** Values of rules are written URL-encoded, with `+` for a space. */
function keyPasses({ Name, Value }: FilterRule, key: string): boolean {
  const value = decodeURIComponent(Value.replaceAll('+', ' '));
  return Name.toLowerCase() === 'prefix' ? key.startsWith(value) : key.endsWith(value);
}
