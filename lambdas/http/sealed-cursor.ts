/**
 * What all cursors share, so that they do not expire and are good on any instance:
 *
 *     base64url( version, 1 byte | check, 8 bytes | payload )
 *
 * The check binds the payload to the listing it belongs to: it keeps mistakes apart, not attackers, who gain nothing by a position.
 */
import { createHash } from 'node:crypto';

const CHECK_BYTES = 8;
const HEADER_BYTES = 1 + CHECK_BYTES;

/** `bound`: the listing and the position, as JSON can say them. */
export function sealCursor(version: number, bound: readonly unknown[], payload: Uint8Array): string {
  const check = createHash('sha256')
    .update(JSON.stringify([version, ...bound]))
    .digest();
  return Buffer.concat([Buffer.of(version), check.subarray(0, CHECK_BYTES), payload]).toString('base64url');
}

/** The version and payload of a cursor, whose check is still to be compared; undefined where it was not made by any version. */
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

/** Undefined: it is not UTF-8. */
export function nameIn(payload: Uint8Array): string | undefined {
  try {
    return utf8.decode(payload);
  } catch {
    return undefined;
  }
}
