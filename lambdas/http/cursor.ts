/**
 * Cursors. They work on any instance and do not expire. All have the same format:
 *
 *     base64url( version, 1 byte | check, 8 bytes | payload )
 *
 * The check binds the payload to its listing. It detects mistakes, not attacks: an attacker gains nothing by changing
 * a position. The cursor of a listing in S3's order contains only the name after which the listing continues, so it
 * works with any limit and filter.
 */
import { createHash } from 'node:crypto';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';
import { type Parsed, parsed, type Refused, refused } from './outcome.ts';

const VERSION = 1;
const CHECK_BYTES = 8;
const HEADER_BYTES = 1 + CHECK_BYTES;

/** The listing to which a cursor belongs. */
export interface CursorScope {
  bucket: string;
  /** The prefix as requested: the directory and the filter. */
  prefix: string;
  recursive?: boolean | undefined;
}

export function formatCursor({ bucket, prefix, recursive }: CursorScope, after: string): string {
  const bound = [bucket, prefix, after, ...(recursive ? ['recursive'] : [])];
  return sealCursor(VERSION, bound, Buffer.from(after, 'utf8'));
}

/** The name after which the listing continues. It may be the empty name. */
export function parseCursor(scope: CursorScope, cursor: string): Parsed<string> | Refused {
  const opened = openCursor(cursor, MAX_KEY_BYTES);
  const after = opened?.version === VERSION ? nameIn(opened.payload) : undefined;
  if (after === undefined)
    return refused('invalid-request', 'cursor: was not made by this service, or was made for another sort');
  if (formatCursor(scope, after) !== cursor) {
    return refused(
      'invalid-request',
      'cursor: belongs to another listing (bucket, prefix or recursive differs), or was altered',
    );
  }
  return parsed(after);
}

/** `bound`: the listing and the position, as values that JSON can represent. */
export function sealCursor(version: number, bound: readonly unknown[], payload: Uint8Array): string {
  const check = createHash('sha256')
    .update(JSON.stringify([version, ...bound]))
    .digest();
  return Buffer.concat([Buffer.of(version), check.subarray(0, CHECK_BYTES), payload]).toString('base64url');
}

/**
 * Returns the version and the payload of a cursor; `undefined` when its length is not possible. The caller must still
 * compare the check.
 */
export function openCursor(
  cursor: string,
  maxPayloadBytes: number,
): { version: number; payload: Buffer } | undefined {
  if (cursor.length > Math.ceil(((HEADER_BYTES + maxPayloadBytes) * 4) / 3)) return undefined;
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length < HEADER_BYTES) return undefined;
  return { version: bytes[0]!, payload: bytes.subarray(HEADER_BYTES) };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** `undefined` when the bytes are not UTF-8. */
export function nameIn(payload: Uint8Array): string | undefined {
  try {
    return utf8.decode(payload);
  } catch {
    return undefined;
  }
}
