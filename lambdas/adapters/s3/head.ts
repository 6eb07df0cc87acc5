/** HeadObject: its input, and the strict reading of its answer. */
import type { HeadObjectCommandInput, HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ObjectDetail } from '../../core/model/entry.ts';
import { placeOfKey } from '../../core/model/names.ts';
import type { HeadOutcome } from '../../core/ports/object-store.ts';
import { Nonsense } from './failures.ts';
import { epochMs, listedChecksum, size } from './list.ts';
import { isOfAws } from './server-name.ts';

export function headInput(request: { bucket: string; key: string }): HeadObjectCommandInput {
  return { Bucket: request.bucket, Key: request.key, ChecksumMode: 'ENABLED' };
}

type Output = Omit<HeadObjectCommandOutput, '$metadata'> & {
  $metadata?: object;
  /** What the SDK's output has no place for, by header (protocol.ts). */
  otherHeaders?: Record<string, string>;
};

/** Throws Nonsense. Every object has a time and an ETag; a success without them is not S3's (a web page, an empty answer). */
export function parseHeadAnswer(key: string, output: Output): Extract<HeadOutcome, { outcome: 'present' }> {
  const { LastModified: lastModified, ETag: etag } = output;
  if (lastModified === undefined || etag === undefined)
    throw new Nonsense('the headers are not those of an object');
  return {
    outcome: 'present',
    entry: {
      type: 'object',
      name: placeOfKey(key).name,
      sizeBytes: size(output.ContentLength),
      lastModifiedMs: epochMs(lastModified),
      etag,
      ...given('storageClass', output.StorageClass ?? unsaidClass(output)),
      ...listedChecksum(Object.keys(checksumsOf(output)), output.ChecksumType),
    },
    detail: detailOf(output),
  };
}

/**
 * "Amazon S3 returns this header for all objects except for S3 Standard storage class objects." (API reference, HeadObject) Of other
 * stores, whose listings may name classes of their own, a header that is not there says nothing.
 */
function unsaidClass(output: Output): string | undefined {
  return isOfAws(output) ? 'STANDARD' : undefined;
}

function detailOf(output: Output): ObjectDetail {
  const metadata = output.Metadata ?? {};
  const checksums = checksumsOf(output);
  return {
    ...given('contentType', output.ContentType),
    ...given('contentEncoding', output.ContentEncoding),
    ...given('contentDisposition', output.ContentDisposition),
    ...given('contentLanguage', output.ContentLanguage),
    ...given('cacheControl', output.CacheControl),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...given('versionId', output.VersionId),
    ...(Object.keys(checksums).length === 0 ? {} : { checksums }),
    ...given('restore', output.Restore),
    // The SDK's `Expires` is a date; this is the header, also where it is none (`0`).
    ...given('expires', output.ExpiresString),
    ...given('otherHeaders', output.otherHeaders),
  };
}

const CHECKSUM_FIELD = 'Checksum';
/** `ChecksumType` says how a checksum was made; it is none. */
const NO_CHECKSUM = 'ChecksumType';

/** By algorithm, whichever this SDK knows: `ChecksumCRC32` -> `CRC32`. */
function checksumsOf(output: Output): Record<string, string> {
  return Object.fromEntries(
    Object.entries(output)
      .filter(
        ([field, value]) =>
          field.startsWith(CHECKSUM_FIELD) && field !== NO_CHECKSUM && typeof value === 'string',
      )
      .map(([field, value]) => [field.slice(CHECKSUM_FIELD.length), value as string]),
  );
}

/** The field when S3 sent it, else nothing. */
function given<K extends string, V>(field: K, value: V | undefined): { [key in K]?: V } {
  return (value === undefined ? {} : { [field]: value }) as { [key in K]?: V };
}
