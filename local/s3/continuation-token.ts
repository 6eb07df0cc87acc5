/** ListObjectsV2's token: opaque to clients, and only what this endpoint made is read. */
import { crc32 } from 'node:zlib';

const VERSION = 1;
const HEADER_BYTES = 5;
const CANONICAL = /^[A-Za-z0-9_-]+$/;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A position (the last key or common prefix of the page before) as a token. */
export function encodeToken(after: string): string {
  const name = Buffer.from(after, 'utf8');
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(VERSION, 0);
  header.writeUInt32BE(crc32(name), 1);
  return Buffer.concat([header, name]).toString('base64url');
}

/** The position, or undefined for anything that encodeToken did not make. */
export function decodeToken(token: string): string | undefined {
  if (!CANONICAL.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length < HEADER_BYTES || bytes.readUInt8(0) !== VERSION) return undefined;
  const name = bytes.subarray(HEADER_BYTES);
  if (crc32(name) !== bytes.readUInt32BE(1) || bytes.toString('base64url') !== token) return undefined;
  try {
    return UTF8.decode(name);
  } catch {
    return undefined;
  }
}
