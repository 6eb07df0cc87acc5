/**
 * Limits of a response. Lambda accepts 6 MB of JSON, in which the body is a string with escaped quotes and
 * backslashes, or base64 if it is compressed. The core already cuts pages to a size that fits; this is the final
 * check.
 */
import { PAGE_MAX_BYTES } from '../core/answers/page-bytes.ts';

/**
 * Maximum size of everything around the entries: bucket, prefix and cursor, each at most 1,024 bytes before escaping.
 */
const ENVELOPE_BYTES = 64 * 1024;
/** Maximum size of the body, in bytes of UTF-8. */
export const MAX_ANSWER_BYTES = PAGE_MAX_BYTES + ENVELOPE_BYTES;
/** Maximum size of the body inside Lambda's JSON, in bytes. The rest of the 6 MB is for the headers. */
export const MAX_ANSWER_WIRE_BYTES = 5.75 * 1024 * 1024;
if ((MAX_ANSWER_BYTES * 4) / 3 > MAX_ANSWER_WIRE_BYTES) throw new Error('an answer must fit as base64 too');

/** Maximum number of UTF-8 bytes of one UTF-16 unit. */
const MOST_BYTES_A_UNIT = 3;

export function fitsInAnswer(body: string): boolean {
  if (body.length * MOST_BYTES_A_UNIT <= MAX_ANSWER_BYTES) return true;
  return (
    Buffer.byteLength(body) <= MAX_ANSWER_BYTES &&
    Buffer.byteLength(JSON.stringify(body)) <= MAX_ANSWER_WIRE_BYTES
  );
}
