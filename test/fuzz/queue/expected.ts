/** The expected outcome of a body, from its text alone and without the reader's code. */
import { byteLength } from '../../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../../shared/keys.ts';

export interface Expected {
  /** Some or all of the body can never be read, so the body must be kept as a dead letter. */
  unreadable: boolean;
  /** For each readable record that may mean a change in the bucket: all keys that must be checked again. */
  keys: string[][];
}

type Json = Record<string, unknown>;

/** Events that change nothing in an answer; every other event name, known or not, means "check again". */
const NOT_SHOWN =
  /^(s3:)?((ObjectTagging|ObjectAcl|ObjectAnnotation|ObjectRetention|ObjectAccessed)(:|$)|Replication:Operation(FailedReplication|MissedThreshold|ReplicatedAfterThreshold|NotTracked)$|ObjectLifecycle:Expiration:AbortMultipartUpload$)/;
const DETAIL_NOT_SHOWN = /^Object (Tags (Added|Deleted)|ACL Updated)$/;

export function expectedOf(body: string, bucket: string): Expected {
  const document = parsed(body);
  if (!isObject(document)) return { unreadable: true, keys: [] };
  if (document.Type === 'Notification' && typeof document.Message === 'string') {
    const inner = parsed(document.Message);
    return isObject(inner) ? expectedOfEvent(inner, bucket) : { unreadable: true, keys: [] };
  }
  return expectedOfEvent(document, bucket);
}

function expectedOfEvent(event: Json, bucket: string): Expected {
  if (Array.isArray(event.Records)) {
    const records = event.Records.map((record) => notificationKeys(record, bucket));
    return {
      unreadable: records.includes('unreadable'),
      keys: records.filter((keys) => keys !== 'unreadable' && keys.length > 0) as string[][],
    };
  }
  if (event.Event === 's3:TestEvent') return { unreadable: false, keys: [] };
  if (!('detail-type' in event)) return { unreadable: true, keys: [] };
  const keys = eventBridgeKeys(event, bucket);
  if (keys === 'unreadable') return { unreadable: true, keys: [] };
  return { unreadable: false, keys: keys.length > 0 ? [keys] : [] };
}

function notificationKeys(record: unknown, bucket: string): string[] | 'unreadable' {
  const { eventName, s3 } = asObject(record);
  const { name } = asObject(asObject(s3).bucket);
  const { key, versionId } = asObject(asObject(s3).object);
  const readable =
    isObject(record) &&
    isText(eventName) &&
    isText(name) &&
    typeof key === 'string' &&
    (versionId === undefined || versionId === null || typeof versionId === 'string');
  if (!readable) return 'unreadable';
  if (name !== bucket || NOT_SHOWN.test(eventName)) return [];
  return readingsOf(key);
}

function eventBridgeKeys(event: Json, bucket: string): string[] | 'unreadable' {
  const detail = asObject(event.detail);
  const { name } = asObject(detail.bucket);
  const object = asObject(detail.object);
  const version = object['version-id'];
  const readable =
    event.source === 'aws.s3' &&
    isText(event['detail-type']) &&
    isText(name) &&
    typeof object.key === 'string' &&
    (version === undefined || version === null || typeof version === 'string') &&
    (detail['deletion-type'] === undefined || typeof detail['deletion-type'] === 'string');
  if (!readable) return 'unreadable';
  if (name !== bucket || DETAIL_NOT_SHOWN.test(event['detail-type'] as string)) return [];
  return readingsOf(object.key as string);
}

function possible(keys: (string | undefined)[]): string[] {
  return keys.filter(
    (key): key is string =>
      key !== undefined && key !== '' && key.isWellFormed() && byteLength(key) <= MAX_KEY_BYTES,
  );
}

/**
 * The possible readings of a key: not encoded, percent-encoded, form-encoded. The event does not say which one it
 * uses.
 */
function readingsOf(written: string): string[] {
  return possible([written, percentDecoded(written), percentDecoded(written.replaceAll('+', ' '))]);
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** The members of a value; empty if it has no members. */
const asObject = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Json) : {};
