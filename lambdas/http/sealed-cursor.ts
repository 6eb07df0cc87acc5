/**
 * The format of all cursors. They work on any instance and do not expire:
 *
 *     base64url( version, 1 byte | check, 8 bytes | payload )
 *
 * The check binds the payload to its listing. It detects mistakes, not attacks: an attacker gains nothing by changing
 * a position.
 */
import { createHash } from 'node:crypto';

const CHECK_BYTES = 8;
const HEADER_BYTES = 1 + CHECK_BYTES;

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
