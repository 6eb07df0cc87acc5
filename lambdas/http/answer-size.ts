/**
 * Lambda's bound on an answer. A response goes out as JSON, its body a string in it with quotes and backslashes escaped, or
 * as base64 where it was compressed; all of it may be 6 MB. The core cuts pages below that; here it is made sure of.
 */
import { PAGE_MAX_BYTES } from '../core/answers/page-bytes.ts';

/** What an answer has around its entries: bucket, prefix and cursor, each of at most 1,024 bytes, escaped. */
const ENVELOPE_BYTES = 64 * 1024;
/** Of the body, bytes of UTF-8. */
export const MAX_ANSWER_BYTES = PAGE_MAX_BYTES + ENVELOPE_BYTES;
/** Of the body inside Lambda's JSON, bytes; headers need the rest of the 6 MB. */
export const MAX_ANSWER_WIRE_BYTES = 5.75 * 1024 * 1024;
if ((MAX_ANSWER_BYTES * 4) / 3 > MAX_ANSWER_WIRE_BYTES) throw new Error('an answer must fit as base64 too');

/** UTF-8 bytes of one UTF-16 unit, at most. */
const MOST_BYTES_A_UNIT = 3;

export function fitsInAnswer(body: string): boolean {
  if (body.length * MOST_BYTES_A_UNIT <= MAX_ANSWER_BYTES) return true;
  return (
    Buffer.byteLength(body) <= MAX_ANSWER_BYTES &&
    Buffer.byteLength(JSON.stringify(body)) <= MAX_ANSWER_WIRE_BYTES
  );
}
