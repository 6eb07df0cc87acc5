/**
 * `s3://bucket/key`, as in the aws command: the scheme is optional, and the key is literal text that is never
 * decoded.
 */
import { isBucketName } from '../shared/bucket-name.ts';
import { UsageError } from './usage-error.ts';

export interface S3Url {
  bucket: string;
  /** Empty, a directory (ends in `/`), or a key. */
  key: string;
}

/** @throws UsageError that says what is expected. */
export function parseS3Url(text: string): S3Url {
  const rest = text.startsWith('s3://') ? text.slice('s3://'.length) : text;
  const slash = rest.indexOf('/');
  const bucket = slash === -1 ? rest : rest.slice(0, slash);
  if (!isBucketName(bucket)) {
    throw new UsageError(`expected s3://bucket/key, got ${JSON.stringify(text)}`);
  }
  return { bucket, key: slash === -1 ? '' : rest.slice(slash + 1) };
}

/** True for the key of a directory, and for the whole bucket. */
export function isDirectoryKey(key: string): boolean {
  return key === '' || key.endsWith('/');
}

/** Like parseS3Url, for a directory: its final slash is optional. */
export function parseDirectoryUrl(text: string): S3Url {
  const { bucket, key } = parseS3Url(text);
  return { bucket, key: isDirectoryKey(key) ? key : `${key}/` };
}

export function s3Url(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}
