/**
 * HEAD and LIST describe the same object differently: a HEAD has whole seconds and omits the standard storage class,
 * and some servers omit the ETag's quotes in a LIST. An object must not seem to change only because S3 was asked in
 * another way. So the values of the LIST are used.
 */
import type { Entry, ObjectEntry } from './entry.ts';

const SECOND_MS = 1_000;

/** The result of a HEAD, with the listed entry's values when both describe the same object. */
export function asListed(listed: Entry | undefined, headed: ObjectEntry): ObjectEntry {
  if (listed?.type !== 'object' || !areSame(listed, headed)) return headed;
  return {
    ...headed,
    etag: listed.etag,
    lastModifiedMs: listed.lastModifiedMs,
    storageClass: headed.storageClass ?? listed.storageClass,
  };
}

/** Compares size, ETag, and time to the precision of the HEAD. */
function areSame(listed: ObjectEntry, headed: ObjectEntry): boolean {
  const { lastModifiedMs: headedMs } = headed;
  return (
    listed.sizeBytes === headed.sizeBytes &&
    listed.etag !== undefined &&
    headed.etag !== undefined &&
    withoutQuotes(listed.etag) === withoutQuotes(headed.etag) &&
    listed.lastModifiedMs !== undefined &&
    headedMs !== undefined &&
    (headedMs === listed.lastModifiedMs ||
      (headedMs % SECOND_MS === 0 && Math.floor(listed.lastModifiedMs / SECOND_MS) * SECOND_MS === headedMs))
  );
}

function withoutQuotes(etag: string): string {
  return etag.replace(/^"(.*)"$/s, '$1');
}
