/**
 * The token of ListObjectsV2: a position (the last key or common prefix of the page before). It is opaque to clients.
 * Only tokens made here are accepted. Does not use Node's modules, because the plugin runs in browsers.
 *
 *     base64url( version, 1 byte | CRC-32 of the position, 4 bytes | the position, UTF-8 )
 */
const VERSION = 1;
const HEADER_BYTES = 5;
const CANONICAL = /^[A-Za-z0-9_-]+$/;
const CRC32_POLYNOMIAL = 0xedb88320;
const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function encodeToken(after: string): string {
  const name = utf8.encode(after);
  const bytes = new Uint8Array(HEADER_BYTES + name.length);
  const header = new DataView(bytes.buffer);
  header.setUint8(0, VERSION);
  header.setUint32(1, crc32(name));
  bytes.set(name, HEADER_BYTES);
  return base64url(bytes);
}

/** The position; `undefined` for a token that encodeToken did not make. */
export function decodeToken(token: string): string | undefined {
  const bytes = CANONICAL.test(token) ? fromBase64url(token) : undefined;
  if (bytes === undefined || bytes.length < HEADER_BYTES || bytes[0] !== VERSION) return undefined;
  const name = bytes.subarray(HEADER_BYTES);
  const check = new DataView(bytes.buffer).getUint32(1);
  if (crc32(name) !== check || base64url(bytes) !== token) return undefined;
  try {
    return fromUtf8.decode(name);
  } catch {
    return undefined;
  }
}

function base64url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
  } catch {
    return undefined;
  }
}

/**
 * The CRC-32 of zip files and PNG (ISO 3309). A token has at most 1,029 bytes, so a lookup table is not worth its
 * memory.
 */
function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ CRC32_POLYNOMIAL : rest >>> 1;
  }
  return (rest ^ 0xffffffff) >>> 0;
}
