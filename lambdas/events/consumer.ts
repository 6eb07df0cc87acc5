/**
 * The consumer of the event queue. Takes one batch of SQS messages and returns those that must be delivered again. A
 * message is acknowledged when all its marks are durable, or when it is unreadable and was stored as a dead letter (or
 * only logged, if there is no dead-letter queue).
 */
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { gbSeconds } from '../../shared/billed-time.ts';
import type { Change, ChangeApplier } from '../core/model/change.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Telemetry } from '../core/ports/telemetry.ts';
import type { DeadLetters } from './dead-letters.ts';
import { type MessageReading, readMessage } from './message.ts';

/** Keys, and the beginning of message bodies, are logged only at level `error`. */
export interface EventLog {
  warn(message: string, fields: Record<string, unknown>): void;
  error(message: string, fields: Record<string, unknown>): void;
}

export interface EventConsumerParts {
  applier: ChangeApplier;
  /**
   * Names of the served buckets, used only to report events of other buckets. Those events are applied too, because
   * during a deploy the listing function may already serve a bucket that this function does not know.
   */
  servedBuckets: ReadonlySet<string>;
  /** If absent, unreadable messages are only logged and counted. */
  deadLetters?: DeadLetters;
  telemetry: Telemetry;
  log: EventLog;
  clock: Clock;
  /** Memory of the function, in GB. Its run time is billed by it. */
  functionGb: number;
}

export type EventConsumer = (event: Pick<SQSEvent, 'Records'>) => Promise<SQSBatchResponse>;

/** Maximum number of characters of an unreadable body that are logged. */
const LOGGED_BODY_LENGTH = 100;

interface Message {
  id: string;
  body: string;
  reading: MessageReading;
}

export function createEventConsumer(parts: EventConsumerParts): EventConsumer {
  return async (event) => {
    // The clock is read first. A mark voids what was observed up to this time. Anything observed later already
    // includes the change of the event (I3).
    const receivedAt = parts.clock.now();
    parts.telemetry.count('batches');
    const messages = event.Records.map(
      (record): Message => ({ id: record.messageId, body: record.body, reading: readMessage(record.body) }),
    );
    countLag(parts, event.Records, receivedAt);
    const failed = await applyChanges(parts, messages, receivedAt);
    await Promise.all(
      messages.map(async (message) => {
        if (message.reading.unreadable === undefined || failed.has(message.id)) return;
        if (!(await keepDeadLetter(parts, message, message.reading.unreadable))) failed.add(message.id);
      }),
    );
    parts.telemetry.count('functionGbSeconds', gbSeconds(parts.functionGb, receivedAt, parts.clock.now()));
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/**
 * The lag, with the sending time by the queue's clock. It is only a metric, so a difference between the clocks is
 * acceptable.
 */
function countLag(parts: EventConsumerParts, records: SQSEvent['Records'], receivedAt: number): void {
  for (const { attributes } of records) {
    const lagMs = receivedAt - Number(attributes?.SentTimestamp);
    if (lagMs > 0) parts.telemetry.count('eventLagMs', lagMs);
  }
}

/** Applies all changes of the batch together. Returns the IDs of the messages that must be delivered again. */
async function applyChanges(
  parts: EventConsumerParts,
  messages: Message[],
  receivedAt: number,
): Promise<Set<string>> {
  const changes: Change[] = [];
  const messageIds: string[] = [];
  for (const { id, reading } of messages) {
    for (const change of countedChanges(parts, id, reading)) {
      changes.push(change);
      messageIds.push(id);
    }
  }
  const failed = new Set<string>();
  if (changes.length === 0) return failed;
  const outcomes = await parts.applier.apply(changes, receivedAt);
  messageIds.forEach((id, index) => {
    const outcome = outcomes[index];
    if (outcome?.status !== 'fulfilled') {
      failed.add(id);
      parts.log.warn('event not applied, will be delivered again', {
        messageId: id,
        cause: causeOf(outcome?.reason),
      });
    } else if (outcome.value === 'unwatched') {
      parts.telemetry.count('eventsSkipped');
      if (!parts.servedBuckets.has(changes[index]!.bucket))
        parts.log.warn('event skipped', { messageId: id, why: 'bucket-not-served' });
    }
  });
  return failed;
}

/** Returns the changes of one message that can affect the index. Other records are counted as skipped. */
function countedChanges(parts: EventConsumerParts, messageId: string, reading: MessageReading): Change[] {
  const changes: Change[] = [];
  parts.telemetry.count(
    'eventsReceived',
    reading.records.length + (reading.unreadable === undefined ? 0 : 1),
  );
  for (const record of reading.records) {
    if (record.outcome === 'skipped') {
      parts.telemetry.count('eventsSkipped');
      continue;
    }
    if (record.unknownKind)
      parts.log.warn('event of an unknown kind: it counts as a change of its key', { messageId });
    changes.push(record.change);
  }
  return changes;
}

async function keepDeadLetter(parts: EventConsumerParts, message: Message, reason: string): Promise<boolean> {
  parts.telemetry.count('eventsUnparsable');
  parts.log.error('unreadable message', {
    messageId: message.id,
    reason,
    body: message.body.slice(0, LOGGED_BODY_LENGTH),
  });
  if (parts.deadLetters === undefined) return true;
  try {
    await parts.deadLetters.send(message.body, reason);
    return true;
  } catch (error) {
    parts.log.error('dead letter not sent, message will be delivered again', {
      messageId: message.id,
      cause: causeOf(error),
    });
    return false;
  }
}

function causeOf(reason: unknown): string {
  return reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
}
