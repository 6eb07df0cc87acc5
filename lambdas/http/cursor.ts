/**
 * Cursors: a position in a listing, and nothing else, so that one stays good for ever, on any instance, with any limit. It is
 *
 *     base64url( version, 1 byte | check, 8 bytes | the name to go on after, UTF-8 )
 *
 * The check binds it to its bucket and prefix: it keeps mistakes apart, not attackers, who gain nothing by a position.
 */
import { createHash } from 'node:crypto';
import { byteLength } from '../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';
import { type Parsed, parsed, type Refused, refused } from './outcome.ts';

const VERSION = 1;
const CHECK_BYTES = 8;
const HEADER_BYTES = 1 + CHECK_BYTES;
/** In base64url characters. */
const MAX_CURSOR_LENGTH = Math.ceil(((HEADER_BYTES + MAX_KEY_BYTES) * 4) / 3);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The listing a cursor belongs to. */
export interface CursorScope {
  bucket: string;
  /** As asked: the directory and the filter. */
  prefix: string;
}

export function formatCursor(scope: CursorScope, after: string): string {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + byteLength(after));
  bytes.writeUInt8(VERSION);
  checkOf(scope, after).copy(bytes, 1, 0, CHECK_BYTES);
  bytes.write(after, HEADER_BYTES, 'utf8');
  return bytes.toString('base64url');
}

/** The name to go on after; it may be the empty name. */
export function parseCursor(scope: CursorScope, cursor: string): Parsed<string> | Refused {
  const after = positionOf(cursor);
  if (after === undefined) return refused('invalid-request', 'cursor: was not made by this service');
  if (formatCursor(scope, after) !== cursor) {
    return refused('invalid-request', 'cursor: belongs to another bucket or prefix, or was altered');
  }
  return parsed(after);
}

function positionOf(cursor: string): string | undefined {
  if (cursor.length > MAX_CURSOR_LENGTH) return undefined;
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) return undefined;
  try {
    return utf8.decode(bytes.subarray(HEADER_BYTES));
  } catch {
    return undefined;
  }
}

function checkOf({ bucket, prefix }: CursorScope, after: string): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([VERSION, bucket, prefix, after]))
    .digest();
}
