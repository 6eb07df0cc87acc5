/**
 * Cursors of listings in S3's order. They contain only the name after which the listing continues, so they work with
 * any limit and filter.
 */
import { MAX_KEY_BYTES } from '../../shared/keys.ts';
import { type Parsed, parsed, type Refused, refused } from './outcome.ts';
import { nameIn, openCursor, sealCursor } from './sealed-cursor.ts';

const VERSION = 1;

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
