/**
 * Parses one SQS message body into changes. Known bodies are an S3 notification (`Records`), S3's test message, an
 * EventBridge event, and any of these inside an SNS envelope. The number of records needs no limit here, because SQS
 * limits a body to 1 MiB.
 */
import { isObject } from '../../shared/is-object.ts';
import { readEventBridgeEvent } from './eventbridge.ts';
import { readNotificationRecord } from './notification.ts';
import type { RecordReading, Unreadable } from './reading.ts';

export interface MessageReading {
  /** The readable records, in order. */
  records: RecordReading[];
  /** Present when the message, or a part of it, is unreadable. It is the path of the field, without the contents. */
  unreadable?: string;
}

export function readMessage(body: string): MessageReading {
  const parsed = parseJson(body);
  if (!isObject(parsed)) return { records: [], unreadable: 'body is not a JSON object' };
  if (parsed.Type === 'Notification' && typeof parsed.Message === 'string') {
    const inner = parseJson(parsed.Message);
    if (!isObject(inner)) return { records: [], unreadable: 'SNS Message is not a JSON object' };
    return readEvent(inner);
  }
  return readEvent(parsed);
}

function readEvent(event: Record<string, unknown>): MessageReading {
  if (Array.isArray(event.Records)) return collect(event.Records, readNotificationRecord, 'Records');
  if (event.Event === 's3:TestEvent') return readTestEvent(event);
  if ('detail-type' in event) return collect([event], readEventBridgeEvent, 'event');
  return { records: [], unreadable: 'neither Records, nor detail-type, nor a test event' };
}

/**
 * S3 sends this message when a bucket's notifications are configured. Events arrive from then on; earlier changes
 * sent none.
 */
function readTestEvent({ Bucket: bucket }: Record<string, unknown>): MessageReading {
  // An emulator's test event may name no bucket.
  if (typeof bucket !== 'string' || bucket === '')
    return { records: [{ outcome: 'skipped', why: 'test-event' }] };
  return { records: [{ outcome: 'change', change: { bucket, kind: 'subscribed' } }] };
}

/** Reads each item separately, so that an invalid record does not affect the others. */
function collect(
  items: unknown[],
  read: (item: unknown) => RecordReading | Unreadable,
  place: string,
): MessageReading {
  const reading: MessageReading = { records: [] };
  items.forEach((item, index) => {
    const record = read(item);
    if (record.outcome === 'unreadable') reading.unreadable ??= `${place}[${index}].${record.field}`;
    else reading.records.push(record);
  });
  return reading;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
