/**
 * URLs with wildcards, as s5cmd and `aws s3 --include` take them: `s3://bucket/photos/*.jpg`. A `*` or `?` makes a URL a glob, in which `[a-z]`
 * and `{a,b}` mean what they mean to the service; without one, a key is text as it is.
 */
import { parseS3Url } from './s3-url.ts';

export interface GlobUrl {
  bucket: string;
  /** The directory the glob starts in, or with no glob the prefix as given. */
  prefix: string;
  /** Of names below the prefix; absent: the URL has no wildcard. */
  glob?: string;
}

const WILDCARD = /[*?]/;
const SPECIAL = /[*?[{\\]/;

/** `raw`: wildcards are text. @throws UsageError that says what is expected. */
export function parseGlobUrl(url: string, raw = false): GlobUrl {
  const { bucket, key } = parseS3Url(url);
  if (raw || !WILDCARD.test(key)) return { bucket, prefix: key };
  const directory = key.slice(0, key.slice(0, key.search(SPECIAL)).lastIndexOf('/') + 1);
  return { bucket, prefix: directory, glob: key.slice(directory.length) };
}

/** Does the glob look into directories below? */
export function isDeep(glob: string): boolean {
  return /[/]./.test(glob) || glob.includes('**');
}
