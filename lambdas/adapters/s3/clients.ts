import type { S3Client } from '@aws-sdk/client-s3';
import type { BucketSetting } from '../env-buckets.ts';
import { createS3Client } from './client.ts';

/** The client of each bucket's place; buckets in the same place share one, and its connections. */
export function createClients(buckets: readonly BucketSetting[]): (bucket: string) => S3Client {
  const byPlace = new Map<string, S3Client>();
  const byBucket = new Map<string, S3Client>();
  for (const { served, endpoint, region } of buckets) {
    const place = `${region} ${endpoint ?? 'aws'}`;
    const client = byPlace.get(place) ?? createS3Client({ region, endpoint });
    byPlace.set(place, client);
    byBucket.set(served.name, client);
  }
  return (bucket) => {
    const client = byBucket.get(bucket);
    if (!client) throw new Error(`no bucket of this name is served: ${bucket}`);
    return client;
  };
}
