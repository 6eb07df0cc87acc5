/** A bucket's notification configuration in S3's format, and the kinds of events that its rules do not send. */
import { NOTIFICATION_KINDS } from './event-kinds.ts';

export interface NotificationRule {
  QueueArn?: string | undefined;
  TopicArn?: string | undefined;
  Events?: string[] | undefined;
  Filter?:
    | {
        Key?:
          | { FilterRules?: { Name?: string | undefined; Value?: string | undefined }[] | undefined }
          | undefined;
      }
    | undefined;
}

/** Rules for functions are left out, because the service has none. */
export interface NotificationConfiguration {
  QueueConfigurations?: NotificationRule[] | undefined;
  TopicConfigurations?: NotificationRule[] | undefined;
  EventBridgeConfiguration?: object | undefined;
}

/** A kind of event below a prefix. */
export interface EventsBelow {
  kind: string;
  prefix: string;
}

/**
 * The events that the index needs below these prefixes but no rule sends. An empty array of prefixes means the whole
 * bucket.
 */
export function unsentEvents(rules: readonly NotificationRule[], prefixes: readonly string[]): EventsBelow[] {
  return NOTIFICATION_KINDS.flatMap((kind) =>
    (prefixes.length > 0 ? prefixes : [''])
      .filter((prefix) => !rules.some((rule) => sends(rule, kind, prefix)))
      .map((prefix) => ({ kind, prefix })),
  );
}

export function describeEvents({ kind, prefix }: EventsBelow): string {
  return prefix === '' ? kind : `${kind} below ${prefix}`;
}

function sends(rule: NotificationRule, kind: string, prefix: string): boolean {
  const filters = rule.Filter?.Key?.FilterRules ?? [];
  if (filters.some(({ Name, Value }) => Name?.toLowerCase() === 'suffix' && Value)) return false;
  const from = filters.find(({ Name }) => Name?.toLowerCase() === 'prefix')?.Value ?? '';
  return (
    (rule.Events ?? []).some((it) => it === kind || kind.startsWith(it.replace(/\*$/, ''))) &&
    covers(from, prefix)
  );
}

/** Filters need `+` for a space and URL encoding for other special characters. */
function covers(filter: string, prefix: string): boolean {
  try {
    return prefix.startsWith(decodeURIComponent(filter.replaceAll('+', '%20')));
  } catch {
    return prefix.startsWith(filter);
  }
}
