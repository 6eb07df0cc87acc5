/** What one event record says, cut down to a change or to the reason why there is none. */
import type { Change } from '../core/model/change.ts';
import type { EventKind } from './event-kind.ts';

/** Why a well-formed event changes nothing in the index. */
export type SkipReason = 'test-event' | 'kind-not-shown' | 'kind-unknown' | 'no-possible-key';

export type RecordReading = { outcome: 'change'; change: Change } | { outcome: 'skipped'; why: SkipReason };

/** The record is not what its sender should send; `field` names what is wrong with it, never what it holds. */
export interface Unreadable {
  outcome: 'unreadable';
  field: string;
}

export function readingOf(bucket: string, keys: string[], kind: EventKind): RecordReading {
  if (kind === 'unknown') return { outcome: 'skipped', why: 'kind-unknown' };
  if (kind === 'not-shown') return { outcome: 'skipped', why: 'kind-not-shown' };
  if (keys.length === 0) return { outcome: 'skipped', why: 'no-possible-key' };
  return { outcome: 'change', change: { bucket, keys, kind } };
}
