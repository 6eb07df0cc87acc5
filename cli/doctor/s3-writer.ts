/** Writing to S3 with the caller's own credentials, by the AWS SDK; loaded only when something is to be written. */
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ObjectWriter } from './events-check.ts';

export interface S3WriterOptions {
  /** Of an S3-compatible server; absent: AWS. */
  endpoint?: string;
  region?: string;
  profile?: string;
}

const DEFAULT_REGION = 'us-east-1';

export function s3Writer({ endpoint, region, profile }: S3WriterOptions): ObjectWriter {
  const client = new S3Client({
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true, region: region ?? DEFAULT_REGION }),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    // The bucket may be of another region than the API.
    followRegionRedirects: true,
  });
  return {
    async put({ bucket, key }, body) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
    async remove({ bucket, key }) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
}
