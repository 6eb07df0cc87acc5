/** If-Match and the other conditions of a read, or of the source of a copy. */

/** What S3's error names as the failed condition. */
export const READ_CONDITIONS = 'If-Match or If-Unmodified-Since';

/** The validators of the object that a condition is checked against. */
interface Validators {
  /** Without quotes. */
  etag: string;
  lastModifiedMs: number;
}

const AROUND_TAG = /^(W\/)?"?|"?$/g;

/** Does the condition contain this ETag (given without quotes)? */
export function namesEtag(condition: string, etag: string): boolean {
  return condition.split(',').some((tag) => {
    const bare = tag.trim();
    return bare === '*' || bare.replace(AROUND_TAG, '') === etag;
  });
}

/** Whole seconds, as in the header. `undefined` when there is no header or no valid date (then it is ignored). */
function seconds(value: string | undefined): number | undefined {
  const ms = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000);
}

/**
 * Checks the conditions in the order of RFC 9110, 13.2.2, which S3 uses too: If-Match has precedence over
 * If-Unmodified-Since, and If-None-Match over If-Modified-Since. `start` is empty for a read and `x-amz-copy-source-`
 * for the source of a copy.
 */
export function judgeRead(
  header: (name: string) => string | undefined,
  object: Validators,
  start: '' | 'x-amz-copy-source-' = '',
): 'proceed' | 'not-modified' | 'failed' {
  const ifMatch = header(`${start}if-match`);
  const ifNoneMatch = header(`${start}if-none-match`);
  const modified = Math.floor(object.lastModifiedMs / 1000);
  if (ifMatch !== undefined) {
    if (!namesEtag(ifMatch, object.etag)) return 'failed';
  } else {
    const unmodifiedSince = seconds(header(`${start}if-unmodified-since`));
    if (unmodifiedSince !== undefined && modified > unmodifiedSince) return 'failed';
  }
  if (ifNoneMatch !== undefined) return namesEtag(ifNoneMatch, object.etag) ? 'not-modified' : 'proceed';
  const modifiedSince = seconds(header(`${start}if-modified-since`));
  return modifiedSince !== undefined && modified <= modifiedSince ? 'not-modified' : 'proceed';
}
