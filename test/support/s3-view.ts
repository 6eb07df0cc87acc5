/** S3's own answers, read with the SDK, in the form of the service's answers, with which they are compared. */
import { HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { EntryView, ObjectView } from './index-view.ts';

const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));

/** The directory, or everything below it, as S3 lists it, in S3's order. */
export async function listFromS3(
  s3: S3Client,
  bucket: string,
  prefix: string,
  what: 'directory' | 'everything below' = 'directory',
): Promise<EntryView[]> {
  const entries: EntryView[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        Delimiter: what === 'directory' ? '/' : undefined,
        EncodingType: 'url',
        ContinuationToken: token,
      }),
    );
    const objects = (page.Contents ?? []).map((object): ObjectView => {
      const key = decode(object.Key ?? '');
      return {
        type: 'object',
        name: key.slice(prefix.length),
        key,
        size: object.Size ?? -1,
        lastModified: object.LastModified?.toISOString(),
        etag: object.ETag,
        storageClass: object.StorageClass,
      };
    });
    const directories = (page.CommonPrefixes ?? []).map((common): EntryView => {
      const key = decode(common.Prefix ?? '');
      return { type: 'directory', name: key.slice(prefix.length), key };
    });
    entries.push(
      ...[...objects, ...directories].sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key))),
    );
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  return entries;
}

/** Every key of the bucket. */
export async function keysFromS3(s3: S3Client, bucket: string): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, EncodingType: 'url', ContinuationToken: token }),
    );
    keys.push(...(page.Contents ?? []).map((object) => decode(object.Key ?? '')));
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  return keys;
}

/** The object as HEAD returns it; undefined for a 404. */
export async function headFromS3(
  s3: S3Client,
  bucket: string,
  key: string,
): Promise<Pick<ObjectView, 'size' | 'lastModified' | 'etag'> | undefined> {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return {
      size: head.ContentLength ?? -1,
      lastModified: head.LastModified?.toISOString(),
      etag: head.ETag,
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound') return undefined;
    throw error;
  }
}

/** Every directory of the keys, including the root. */
export function directoriesOf(keys: Iterable<string>): string[] {
  const found = new Set(['']);
  for (const key of keys) {
    for (let cut = key.indexOf('/'); cut !== -1; cut = key.indexOf('/', cut + 1))
      found.add(key.slice(0, cut + 1));
  }
  return [...found];
}
