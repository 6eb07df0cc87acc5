/** The content of one event record: a change, or the reason why the index is not affected. */
import type { Change } from '../core/model/change.ts';
import type { EventKind } from './event-kind.ts';

/** Why a valid event does not affect the index. */
export type SkipReason = 'test-event' | 'kind-not-shown' | 'no-possible-key';

export type RecordReading =
  | {
      outcome: 'change';
      change: Change;
      /** Set if this version does not know the kind. Then marks of both kinds are written for the key. */
      unknownKind?: true;
    }
  | { outcome: 'skipped'; why: SkipReason };

/** The record is invalid. `field` is the path of the invalid field, without its value. */
export interface Unreadable {
  outcome: 'unreadable';
  field: string;
}

export function readingOf(bucket: string, keys: string[], kind: EventKind): RecordReading {
  if (kind === 'not-shown') return { outcome: 'skipped', why: 'kind-not-shown' };
  if (keys.length === 0) return { outcome: 'skipped', why: 'no-possible-key' };
  if (kind === 'unknown')
    return { outcome: 'change', change: { bucket, keys, kind: 'revealed' }, unknownKind: true };
  return { outcome: 'change', change: { bucket, keys, kind } };
}
