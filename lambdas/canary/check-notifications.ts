/** Checks whether a bucket still sends its events to the target that the deployment configured. */
import {
  describeEvents,
  type NotificationConfiguration,
  unsentEvents,
} from '../../shared/notification-rules.ts';
import type { WatchedBucket } from './views.ts';

/** Returns the fault, or `undefined` when there is none. Not used for buckets without events. */
export function faultOfNotifications(
  { notifies, prefixes }: WatchedBucket,
  configuration: NotificationConfiguration,
): string | undefined {
  if (notifies === 'eventbridge') {
    return configuration.EventBridgeConfiguration ? undefined : 'EventBridge is off for the bucket';
  }
  const rules = [
    ...(configuration.QueueConfigurations ?? []),
    ...(configuration.TopicConfigurations ?? []),
  ].filter(({ QueueArn, TopicArn }) => QueueArn === notifies || TopicArn === notifies);
  const missing = unsentEvents(rules, prefixes);
  return missing.length === 0
    ? undefined
    : `not sent to ${notifies}: ${missing.map(describeEvents).join(', ')}`;
}
