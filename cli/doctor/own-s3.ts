/** S3 with the caller's own credentials, through the AWS SDK, which is loaded on first use. */
import {
  DeleteObjectCommand,
  GetBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { NotificationConfiguration } from '../../shared/notification-rules.ts';
import type { ObjectWriter } from './events-check.ts';

/** Reads a bucket's settings; puts and deletes the object of the events check. */
export interface OwnS3 extends ObjectWriter {
  notifications(bucket: string): Promise<NotificationConfiguration>;
}

export interface OwnS3Options {
  /** Address of an S3-compatible server; absent: AWS. */
  endpoint?: string;
  region?: string;
  profile?: string;
}

const DEFAULT_REGION = 'us-east-1';

export function ownS3({ endpoint, region, profile }: OwnS3Options): OwnS3 {
  const client = new S3Client({
    endpoint,
    forcePathStyle: endpoint !== undefined,
    // Servers other than AWS have no Regions, but the SDK signs for one.
    region: region ?? (endpoint === undefined ? undefined : DEFAULT_REGION),
    profile,
    // The bucket may be in another Region than the API.
    followRegionRedirects: true,
  });
  return {
    notifications: (bucket) => client.send(new GetBucketNotificationConfigurationCommand({ Bucket: bucket })),
    async put({ bucket, key }, body) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
    async remove({ bucket, key }) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
}
