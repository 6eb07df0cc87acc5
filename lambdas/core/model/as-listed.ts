/**
 * A HEAD and a LIST describe the same object in different precision and form: a HEAD has whole seconds and leaves the standard class
 * out, some stores' LISTs leave the ETag's quotes out. So that an object does not seem to change when only the way of asking did, what
 * a LIST said of it stands.
 */
import type { Entry, ObjectEntry } from './entry.ts';

const SECOND_MS = 1_000;

/** What a HEAD found, in the words of the listed entry where both are of the same object. */
export function asListed(listed: Entry | undefined, headed: ObjectEntry): ObjectEntry {
  if (listed?.type !== 'object' || !areSame(listed, headed)) return headed;
  const storageClass = headed.storageClass ?? listed.storageClass;
  return {
    ...headed,
    etag: listed.etag,
    lastModifiedMs: listed.lastModifiedMs,
    ...(storageClass !== undefined && { storageClass }),
  };
}

/** By size, ETag, and time as far as a HEAD tells it. */
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
