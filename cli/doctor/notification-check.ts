/**
 * Does the bucket send events of every kind? Reads its notification configuration with the caller's own
 * credentials.
 */
import { NOTIFICATION_KINDS } from '../../shared/event-kinds.ts';
import type { Bucket } from './bucket-checks.ts';
import { type Finding, finding } from './check.ts';

interface Rule {
  Events?: string[];
  Filter?: { Key?: { FilterRules?: { Name?: string; Value?: string }[] } };
}

/** The parts of S3's answer that matter here. */
export interface NotificationConfiguration {
  QueueConfigurations?: Rule[];
  TopicConfigurations?: Rule[];
  EventBridgeConfiguration?: object;
}

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
      : finding(check, 'failed', 'EventBridge is off for the bucket, so no event reaches the rule');
  }
  const rules = [...(configuration.QueueConfigurations ?? []), ...(configuration.TopicConfigurations ?? [])];
  const missing = NOTIFICATION_KINDS.flatMap((kind) =>
    (prefixes ?? [''])
      .filter((prefix) => !rules.some((rule) => takes(rule, kind, prefix)))
      .map((prefix) => ({ kind, prefix })),
  );
  if (missing.length === 0) return finding(check, 'ok', 'every kind of event is sent to a queue or topic');
  const told = missing.map(({ kind, prefix }) => (prefix === '' ? kind : `${kind} below ${prefix}`));
  return finding(
    check,
    'failed',
    `not sent: ${told.join(', ')}. Deploy with another feed.revision (docs/deploy.md)`,
  );
}

function takes(rule: Rule, kind: string, prefix: string): boolean {
  const filters = rule.Filter?.Key?.FilterRules ?? [];
  if (filters.some(({ Name, Value }) => Name?.toLowerCase() === 'suffix' && Value)) return false;
  const from = filters.find(({ Name }) => Name?.toLowerCase() === 'prefix')?.Value ?? '';
  return (
    (rule.Events ?? []).some((it) => it === kind || kind.startsWith(it.replace(/\*$/, ''))) &&
    decoded(from, prefix)
  );
}

/** In a filter a space is written as `+`, and other special characters are URL-encoded. */
function decoded(filter: string, prefix: string): boolean {
  try {
    return prefix.startsWith(decodeURIComponent(filter.replaceAll('+', '%20')));
  } catch {
    return prefix.startsWith(filter);
  }
}
