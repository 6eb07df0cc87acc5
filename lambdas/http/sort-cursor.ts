/**
 * Cursors of sorted listings. They contain only the position of the last entry in the order. The payload is
 *
 *     the length of the sort value, 1 byte (0: no value) | the value, a float64, big-endian | the name, UTF-8
 *
 * An entry that does not change keeps its position, so it is on exactly one page, whatever is written in the
 * meantime.
 */
import type { Sort } from '../../contract/sorts.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';
import type { SortPosition } from '../core/model/sort-order.ts';
import { type CursorScope, nameIn, openCursor, sealCursor } from './cursor.ts';
import { type Parsed, parsed, type Refused, refused } from './outcome.ts';

const VERSION = 2;
const VALUE_BYTES = 8;
const MAX_PAYLOAD_BYTES = 1 + VALUE_BYTES + MAX_KEY_BYTES;

export interface SortCursorScope extends CursorScope {
  sort: Sort;
}

export function formatSortCursor(scope: SortCursorScope, { name, value }: SortPosition): string {
  const { bucket, prefix, recursive, sort } = scope;
  const valueBytes = value === undefined ? 0 : VALUE_BYTES;
  const payload = Buffer.alloc(1 + valueBytes + byteLength(name));
  payload.writeUInt8(valueBytes);
  if (value !== undefined) payload.writeDoubleBE(value, 1);
  payload.write(name, 1 + valueBytes, 'utf8');
  const bound = [bucket, prefix, sort, value ?? null, name, ...(recursive ? ['recursive'] : [])];
  return sealCursor(VERSION, bound, payload);
}

export function parseSortCursor(scope: SortCursorScope, cursor: string): Parsed<SortPosition> | Refused {
  const opened = openCursor(cursor, MAX_PAYLOAD_BYTES);
  const position = opened?.version === VERSION ? positionIn(opened.payload) : undefined;
  if (!position)
    return refused('invalid-request', 'cursor: was not made by this service, or was made for another sort');
  if (formatSortCursor(scope, position) !== cursor) {
    return refused(
      'invalid-request',
      'cursor: belongs to another request (bucket, prefix, recursive or sort), or was altered',
    );
  }
  return parsed(position);
}

function positionIn(payload: Buffer): SortPosition | undefined {
  const valueBytes = payload[0];
  if (valueBytes !== 0 && valueBytes !== VALUE_BYTES) return undefined;
  if (payload.length < 1 + valueBytes) return undefined;
  const name = nameIn(payload.subarray(1 + valueBytes));
  if (name === undefined) return undefined;
  return valueBytes === 0 ? { name } : { name, value: payload.readDoubleBE(1) };
}
