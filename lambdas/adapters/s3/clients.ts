import type { S3Client } from '@aws-sdk/client-s3';
import { createS3Client } from './client.ts';

type ClientPlugin = Parameters<S3Client['middlewareStack']['use']>[0];

/** A served bucket and where it is. */
export interface BucketPlace {
  served: { name: string };
  /** Absent: AWS. */
  endpoint?: string;
  region: string;
}

/** The client of each bucket's place; buckets in the same place share one, and its connections. */
export function createClients(
  buckets: readonly BucketPlace[],
  plugin?: ClientPlugin,
): (bucket: string) => S3Client {
  const byPlace = new Map<string, S3Client>();
  const byBucket = new Map<string, S3Client>();
  for (const { served, endpoint, region } of buckets) {
    const place = `${region} ${endpoint ?? 'aws'}`;
    const client = byPlace.get(place) ?? createS3Client({ region, endpoint });
    if (plugin && !byPlace.has(place)) client.middlewareStack.use(plugin);
    byPlace.set(place, client);
    byBucket.set(served.name, client);
  }
  return (bucket) => {
    const client = byBucket.get(bucket);
    if (!client) throw new Error(`no bucket of this name is served: ${bucket}`);
    return client;
  };
}
