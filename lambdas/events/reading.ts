/** What one event record says, cut down to a change or to the reason why there is none. */
import type { Change } from '../core/model/change.ts';
import type { EventKind } from './event-kind.ts';

/** Why a well-formed event changes nothing in the index. */
export type SkipReason = 'test-event' | 'kind-not-shown' | 'no-possible-key';

export type RecordReading =
  | {
      outcome: 'change';
      change: Change;
      /** The kind is one this version does not know: everything about the key is looked at again. */
      unknownKind?: true;
    }
  | { outcome: 'skipped'; why: SkipReason };

/** The record is not what its sender should send; `field` names what is wrong with it, never what it holds. */
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
