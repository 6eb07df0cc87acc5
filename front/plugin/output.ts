/** Converts an answer of the resolver to the output of the SDK's command. */
import { NotFound } from '@aws-sdk/client-s3';
import type { HeadAnswered } from '../resolver/head-answer.ts';
import type { Answered } from '../resolver/resolver.ts';
import type { ListedObject, Listing } from '../wire/list-document.ts';
import { nameEncoding } from '../wire/name-encoding.ts';

/** The `$metadata` of an answer for which no request was sent to S3. */
const metadata = (httpStatusCode: number) => ({ httpStatusCode, attempts: 0, totalRetryDelay: 0 });

/** @throws NotFound for a HEAD of a missing object, as the SDK does. */
export function outputOf(answered: Answered): object {
  if (answered.kind === 'listing') return { $metadata: metadata(200), ...listOutput(answered.listing) };
  if (answered.kind === 'head') return headOutput(answered);
  return { $metadata: metadata(200) };
}

function listOutput(listing: Listing): object {
  const { bucket, prefix, delimiter, maxKeys, encodingType, isTruncated, objects, commonPrefixes, page } =
    listing;
  // The SDK does not decode names, so callers expect them encoded as in S3's response.
  const { encode } = nameEncoding(encodingType);
  const common = {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: encodingType,
    IsTruncated: isTruncated,
    Contents: unlessEmpty(objects.map((object) => contentOf(object, encode))),
    CommonPrefixes: unlessEmpty(commonPrefixes.map((it) => ({ Prefix: encode(it) }))),
  };
  if (page.version === 1) {
    const { marker, nextMarker } = page;
    return {
      ...common,
      Marker: encode(marker),
      NextMarker: nextMarker === undefined ? undefined : encode(nextMarker),
    };
  }
  const { startAfter, continuationToken, nextContinuationToken } = page;
  return {
    ...common,
    KeyCount: objects.length + commonPrefixes.length,
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    ContinuationToken: continuationToken,
    NextContinuationToken: nextContinuationToken,
  };
}

/** The SDK omits a list that has no elements. */
function unlessEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function contentOf(object: ListedObject, encode: (name: string) => string): object {
  const { key, lastModified, etag, sizeBytes, storageClass, checksumAlgorithm, checksumType } = object;
  return {
    Key: encode(key),
    LastModified: lastModified === undefined ? undefined : new Date(lastModified),
    ETag: etag,
    ChecksumAlgorithm: checksumAlgorithm && [...checksumAlgorithm],
    ChecksumType: checksumType,
    Size: sizeBytes,
    StorageClass: storageClass,
  };
}

/** Headers, and the output fields that the SDK reads from them. */
const TEXT_FIELDS: Record<string, string> = {
  'accept-ranges': 'AcceptRanges',
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  'content-type': 'ContentType',
  etag: 'ETag',
  expires: 'ExpiresString',
  'x-amz-archive-status': 'ArchiveStatus',
  'x-amz-expiration': 'Expiration',
  'x-amz-replication-status': 'ReplicationStatus',
  'x-amz-restore': 'Restore',
  'x-amz-server-side-encryption': 'ServerSideEncryption',
  'x-amz-server-side-encryption-aws-kms-key-id': 'SSEKMSKeyId',
  'x-amz-storage-class': 'StorageClass',
  'x-amz-version-id': 'VersionId',
  'x-amz-website-redirect-location': 'WebsiteRedirectLocation',
};
const NUMBER_FIELDS: Record<string, string> = {
  'x-amz-missing-meta': 'MissingMeta',
  'x-amz-mp-parts-count': 'PartsCount',
  'x-amz-tagging-count': 'TagCount',
};
const BUCKET_KEY = 'x-amz-server-side-encryption-bucket-key-enabled';
const METADATA = 'x-amz-meta-';
const CHECKSUM = 'x-amz-checksum-';

function headOutput({ status, headers }: HeadAnswered): object {
  if (status === 404) throw new NotFound({ message: 'NotFound', $metadata: metadata(404) });
  const output: Record<string, unknown> = { $metadata: metadata(200), Metadata: {} };
  for (const [name, value] of Object.entries(headers)) {
    if (Object.hasOwn(TEXT_FIELDS, name)) output[TEXT_FIELDS[name]!] = value;
    else if (Object.hasOwn(NUMBER_FIELDS, name)) output[NUMBER_FIELDS[name]!] = Number(value);
    else if (name === BUCKET_KEY) output.BucketKeyEnabled = value === 'true';
    else if (name.startsWith(METADATA))
      (output.Metadata as Record<string, string>)[name.slice(METADATA.length)] = value;
    else if (name.startsWith(CHECKSUM)) output[checksumField(name.slice(CHECKSUM.length))] = value;
  }
  output.ContentLength = Number(headers['content-length']);
  output.LastModified = new Date(headers['last-modified']!);
  const expires = Date.parse(headers.expires ?? '');
  if (!Number.isNaN(expires)) output.Expires = new Date(expires);
  return output;
}

function checksumField(algorithm: string): string {
  return algorithm === 'type' ? 'ChecksumType' : `Checksum${algorithm.toUpperCase()}`;
}
