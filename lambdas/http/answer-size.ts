/**
 * Lambda's bound on an answer, and what must give way to it. A response goes out as JSON (its body a string in it, with quotes
 * and backslashes escaped) and may be 6 MB; a compressed body goes out as base64.
 */

/** Of the body, bytes of UTF-8: as base64, a third longer, it still fits. */
export const MAX_BODY_BYTES_RAW = 4 * 1024 * 1024;
/** Of the body inside Lambda's JSON, bytes; headers need the rest of the 6 MB. */
export const MAX_BODY_BYTES_ESCAPED = 5.5 * 1024 * 1024;
/** UTF-8 bytes and escapes of one UTF-16 unit of a JSON text, at most. */
const MOST_BYTES_A_UNIT = 3;

export function fitsInAnswer(body: string): boolean {
  if (body.length * MOST_BYTES_A_UNIT <= MAX_BODY_BYTES_RAW) return true;
  return (
    Buffer.byteLength(body) <= MAX_BODY_BYTES_RAW &&
    Buffer.byteLength(JSON.stringify(body)) <= MAX_BODY_BYTES_ESCAPED
  );
}
