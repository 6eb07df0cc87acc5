/** The content of one event record: a change, or the reason why there is none. */
import type { Change } from '../core/model/change.ts';
import type { EventKind } from './event-kind.ts';

/** Why a valid event changes nothing in the index. */
export type SkipReason = 'test-event' | 'kind-not-shown' | 'no-possible-key';

export type RecordReading =
  | {
      outcome: 'change';
      change: Change;
      /** This version does not know the kind, so everything about the key is marked. */
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
