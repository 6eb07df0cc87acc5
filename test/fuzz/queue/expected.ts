/** What must become of a body, told from its text alone and by other means than the reader's. */
import { byteLength, MAX_KEY_BYTES } from '../../../lambdas/core/model/names.ts';

export interface Expected {
  /** Some or all of it can never be read: it must be kept as a dead letter. */
  unreadable: boolean;
  /** Of each record that can be read and tells of a change in the bucket: one of these keys must be looked at again. */
  keys: string[][];
}

type Json = Record<string, unknown>;

const SHOWN =
  /^(s3:)?(ObjectCreated|ObjectRemoved|LifecycleExpiration|LifecycleTransition|ObjectRestore|IntelligentTiering|ReducedRedundancyLostObject)(:|$)/;
const CEPH =
  /^(s3:)?(ObjectLifecycle:(Expiration:(Current|NonCurrent|DeleteMarker)|Transition:(Current|NonCurrent))|ObjectSynced:(Create|Delete|DeletionMarkerCreated)|Replication:(Create|Delete|DeletionMarkerCreated))$/;
const DETAIL_TYPES =
  /^Object (Created|Deleted|Restore (Initiated|Completed|Expired)|Storage Class Changed|Access Tier Changed)$/;

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
  const { eventSource, eventName, s3 } = asObject(record);
  const { name } = asObject(asObject(s3).bucket);
  const { key, versionId } = asObject(asObject(s3).object);
  const readable =
    isObject(record) &&
    (eventSource === undefined || typeof eventSource === 'string') &&
    isText(eventName) &&
    isText(name) &&
    typeof key === 'string' &&
    (versionId === undefined || versionId === null || typeof versionId === 'string');
  if (!readable) return 'unreadable';
  if (name !== bucket || !(SHOWN.test(eventName) || CEPH.test(eventName))) return [];
  return possible(eventSource === 'ceph:s3' ? [key] : [key, formDecoded(key), key.replaceAll('+', ' ')]);
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
  if (name !== bucket || !DETAIL_TYPES.test(event['detail-type'] as string)) return [];
  return possible([object.key as string]);
}

function possible(keys: (string | undefined)[]): string[] {
  return keys.filter(
    (key): key is string =>
      key !== undefined && key !== '' && key.isWellFormed() && byteLength(key) <= MAX_KEY_BYTES,
  );
}

function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
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
/** Members of anything: none of what has none. */
const asObject = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Json) : {};
