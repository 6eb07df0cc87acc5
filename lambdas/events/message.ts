/**
 * One SQS message body, read into changes. Known bodies: an S3 notification (`Records`), S3's test message, an
 * EventBridge event, and any of them inside an SNS envelope. SQS bounds a body at 1 MiB, so nothing here needs a bound of its own.
 */
import { isObject } from '../../shared/is-object.ts';
import { readEventBridgeEvent } from './eventbridge.ts';
import { readNotificationRecord } from './notification.ts';
import type { RecordReading, Unreadable } from './reading.ts';

export interface MessageReading {
  /** The records that could be read, in their order. */
  records: RecordReading[];
  /** Present: some or all of the message can never be read; says where, without its contents. */
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

/** S3 sends it when a bucket's notifications are set: from here on its events come, and what changed before was told to nobody. */
function readTestEvent({ Bucket: bucket }: Record<string, unknown>): MessageReading {
  // A stand-in's, which names none.
  if (typeof bucket !== 'string' || bucket === '')
    return { records: [{ outcome: 'skipped', why: 'test-event' }] };
  return { records: [{ outcome: 'change', change: { bucket, kind: 'subscribed' } }] };
}

/** One bad record does not hide the good ones beside it. */
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
