import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3Store } from '../../../lambdas/adapters/s3/store.ts';
import type { Telemetry } from '../../../lambdas/core/ports/telemetry.ts';
import type { OpenStore } from './suite.ts';

export interface S3Access {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** A client without the adapter's short timeouts, because a slow answer of a loaded machine is not an outage. */
export function testS3Client({ endpoint, accessKeyId, secretAccessKey }: S3Access): S3Client {
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    credentials: { accessKeyId, secretAccessKey },
  });
}

/** Opens the S3 adapter on a running server. */
export function openS3Store(
  access: S3Access,
  stop: () => Promise<void>,
  telemetry: Telemetry = { count: () => {} },
): OpenStore {
  const client = testS3Client(access);
  return {
    store: createS3Store({ clientFor: () => client, telemetry }),
    createBucket: async (Bucket) => void (await client.send(new CreateBucketCommand({ Bucket }))),
    put: async (Bucket, Key, Body) => void (await client.send(new PutObjectCommand({ Bucket, Key, Body }))),
    remove: async (Bucket, Key) => void (await client.send(new DeleteObjectCommand({ Bucket, Key }))),
    async close() {
      client.destroy();
      await stop();
    },
  };
}
