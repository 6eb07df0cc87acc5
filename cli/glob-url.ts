/**
 * URLs with wildcards, as in s5cmd and `aws s3 --include`: `s3://bucket/photos/*.jpg`. A `*` or `?` makes a URL a
 * glob, in which `[a-z]` and `{a,b}` have the same meaning as in the service. Without `*` or `?`, the key is
 * literal text.
 */
import { parseS3Url } from './s3-url.ts';

export interface GlobUrl {
  bucket: string;
  /** The directory in which the glob starts; without a glob, the given prefix. */
  prefix: string;
  /** Matches names below the prefix. Absent if the URL has no wildcard. */
  glob?: string;
}

const WILDCARD = /[*?]/;
const SPECIAL = /[*?[{\\]/;

/** `raw`: wildcards are literal text. @throws UsageError that says what is expected. */
export function parseGlobUrl(url: string, raw = false): GlobUrl {
  const { bucket, key } = parseS3Url(url);
  if (raw || !WILDCARD.test(key)) return { bucket, prefix: key };
  const directory = key.slice(0, key.slice(0, key.search(SPECIAL)).lastIndexOf('/') + 1);
  return { bucket, prefix: directory, glob: key.slice(directory.length) };
}

/** Does the glob match in subdirectories? */
export function isDeep(glob: string): boolean {
  return /[/]./.test(glob) || glob.includes('**');
}
