/**
 * Does the bucket send events of every kind? Reads its notification configuration with the caller's own
 * credentials.
 */
import {
  describeEvents,
  type NotificationConfiguration,
  unsentEvents,
} from '../../shared/notification-rules.ts';
import type { Bucket } from './bucket-checks.ts';
import { type Finding, finding } from './check.ts';

const SET_AGAIN = 'Deploy with a higher feed.revision (docs/deploy.md)';

/** Checks that each kind of event goes to some queue or topic. Only the stack knows whether it is the right one. */
export function checkNotifications(
  { name, events, prefixes }: Bucket,
  configuration: NotificationConfiguration,
): Finding {
  const check = `${name}: notifications`;
  if (events === 'none') return finding(check, 'skipped', 'served without events');
  if (events === 'eventbridge') {
    return configuration.EventBridgeConfiguration
      ? finding(check, 'ok', 'EventBridge is on')
      : finding(
          check,
          'failed',
          `EventBridge is off for the bucket: no event reaches the rule. ${SET_AGAIN}`,
        );
  }
  const rules = [...(configuration.QueueConfigurations ?? []), ...(configuration.TopicConfigurations ?? [])];
  const missing = unsentEvents(rules, prefixes ?? []);
  if (missing.length === 0) return finding(check, 'ok', 'every kind of event is sent to a queue or topic');
  return finding(
    check,
    'failed',
    `not sent: ${missing.map(describeEvents).join(', ')}. ${SET_AGAIN}. If they belong to a topic, set them by hand first`,
  );
}
