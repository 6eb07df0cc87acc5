/** HeadObject: its input, and the strict parsing of its response. */
import type { HeadObjectCommandInput, HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ObjectDetail } from '../../core/model/entry.ts';
import { placeOfKey } from '../../core/model/names.ts';
import type { HeadOutcome } from '../../core/ports/object-store.ts';
import { InvalidResponse } from './failures.ts';
import { epochMs, listedChecksum, size } from './list.ts';
import { isOfAws } from './server-name.ts';

export function headInput(request: { bucket: string; key: string }): HeadObjectCommandInput {
  return { Bucket: request.bucket, Key: request.key, ChecksumMode: 'ENABLED' };
}

type Output = Omit<HeadObjectCommandOutput, '$metadata'> & {
  $metadata?: object;
  /** Headers, by name, for which the SDK's output has no field (protocol.ts). */
  otherHeaders?: Record<string, string>;
};

/**
 * Parses a HEAD response. Every object has a time and an ETag. A success without them does not come from S3 (a web
 * page, an empty response).
 * @throws InvalidResponse when the response is invalid.
 */
export function parseHeadAnswer(key: string, output: Output): Extract<HeadOutcome, { outcome: 'present' }> {
  const { LastModified: lastModified, ETag: etag } = output;
  if (lastModified === undefined || etag === undefined)
    throw new InvalidResponse('the response lacks the headers of an object');
  return {
    outcome: 'present',
    entry: {
      type: 'object',
      name: placeOfKey(key).name,
      sizeBytes: size(output.ContentLength),
      lastModifiedMs: epochMs(lastModified),
      etag,
      storageClass: output.StorageClass ?? defaultClass(output),
      ...listedChecksum(Object.keys(checksumsOf(output)), output.ChecksumType),
    },
    detail: detailOf(output),
  };
}

/**
 * "Amazon S3 returns this header for all objects except for S3 Standard storage class objects." (API reference,
 * HeadObject.) Other servers may have other storage classes, so for them an absent header means nothing.
 */
function defaultClass(output: Output): string | undefined {
  return isOfAws(output) ? 'STANDARD' : undefined;
}

function detailOf(output: Output): ObjectDetail {
  return {
    contentType: output.ContentType,
    contentEncoding: output.ContentEncoding,
    contentDisposition: output.ContentDisposition,
    contentLanguage: output.ContentLanguage,
    cacheControl: output.CacheControl,
    metadata: unlessEmpty(output.Metadata),
    versionId: output.VersionId,
    checksums: unlessEmpty(checksumsOf(output)),
    restore: output.Restore,
    // The SDK also parses `Expires` to a date. This is the unchanged header, which may contain something else (`0`).
    expires: output.ExpiresString,
    otherHeaders: output.otherHeaders,
  };
}

const CHECKSUM_FIELD = 'Checksum';
/** `ChecksumType` is not a checksum: it says how the checksums were made. */
const NO_CHECKSUM = 'ChecksumType';

/** Checksums by algorithm, for every algorithm that this SDK knows: `ChecksumCRC32` -> `CRC32`. */
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

function unlessEmpty(fields: Record<string, string> = {}): Record<string, string> | undefined {
  return Object.keys(fields).length === 0 ? undefined : fields;
}
