/**
 * Buckets as S3 shows them, for the canary. LIST responses are parsed by the SDK, so that a fault of the service's
 * own parser (list-xml.ts) shows as a difference.
 */
import {
  GetBucketNotificationConfigurationCommand,
  type GetBucketNotificationConfigurationCommandOutput,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { DELIMITER } from '../../../shared/keys.ts';
import { CONNECTIONS } from './client.ts';
import { decoderOf, isTruncated, nameIn, size } from './list.ts';

export interface BucketOf {
  name: string;
  region: string;
  /** If absent, the bucket is on AWS. */
  endpoint?: string | undefined;
  requestPayer?: 'requester' | undefined;
}

interface ListedPage {
  entries: (
    | { type: 'directory'; name: string }
    | { type: 'object'; name: string; size: number; etag?: string | undefined }
  )[];
  goesOn: boolean;
}

/** Each method throws the errors of the SDK, and an error when the bucket is not one of these. */
export interface BucketView {
  /** The first page of a directory. */
  list(bucket: string, prefix: string): Promise<ListedPage>;
  notifications(bucket: string): Promise<GetBucketNotificationConfigurationCommandOutput>;
}

export function createBucketView(buckets: readonly BucketOf[]): BucketView {
  const at = (name: string) => {
    const bucket = buckets.find((it) => it.name === name);
    if (!bucket) throw new Error(`not a bucket of the canary: ${name}`);
    return bucket;
  };
  return {
    async list(name, prefix) {
      const { requestPayer: RequestPayer, ...bucket } = at(name);
      const input = { Bucket: name, Prefix: prefix, Delimiter: DELIMITER, RequestPayer };
      const page = await clientOf(bucket).send(new ListObjectsV2Command({ ...input, EncodingType: 'url' }));
      const decode = decoderOf(page);
      const directories = (page.CommonPrefixes ?? []).map(({ Prefix }) => ({
        type: 'directory' as const,
        name: nameIn(prefix, decode(Prefix)),
      }));
      const objects = (page.Contents ?? []).map(({ Key, Size, ETag }) => ({
        type: 'object' as const,
        name: nameIn(prefix, decode(Key)),
        size: size(Size),
        etag: ETag,
      }));
      return { entries: [...directories, ...objects], goesOn: isTruncated(page) };
    },

    notifications: (name) =>
      clientOf(at(name)).send(new GetBucketNotificationConfigurationCommand({ Bucket: name })),
  };
}

function clientOf({ region, endpoint }: BucketOf): S3Client {
  return new S3Client({
    region,
    endpoint,
    forcePathStyle: endpoint !== undefined,
    requestHandler: CONNECTIONS,
  });
}
