import type { S3Client } from '@aws-sdk/client-s3';
import { createS3Client } from './client.ts';

type ClientPlugin = Parameters<S3Client['middlewareStack']['use']>[0];

/** A served bucket and where it is. */
export interface BucketPlace {
  served: { name: string };
  /** Absent: AWS. */
  endpoint?: string;
  region: string;
  /** Who pays for requests, where it is not the bucket's owner. */
  requestPayer?: 'requester';
}

/**
 * A client for each bucket, made at its first use: S3 throttles buckets, not Regions, and the limiter of adaptive retries is the
 * client's. Buckets of one place share connections and credentials. Every client gets the plugin.
 */
export function createClients(
  buckets: readonly BucketPlace[],
  plugin?: ClientPlugin,
): (bucket: string) => S3Client {
  const places = new Map(buckets.map((place) => [place.served.name, place]));
  const clients = new Map<string, S3Client>();
  const firstOfPlace = new Map<string, S3Client>();
  return (bucket) => {
    const known = clients.get(bucket);
    if (known) return known;
    const place = places.get(bucket);
    if (!place) throw new Error(`no bucket of this name is served: ${bucket}`);
    const where = `${place.region} ${place.endpoint ?? 'aws'}`;
    const first = firstOfPlace.get(where);
    const client = createS3Client({ ...place, ...(first && { sharing: first }) });
    if (plugin) client.middlewareStack.use(plugin);
    clients.set(bucket, client);
    if (!first) firstOfPlace.set(where, client);
    return client;
  };
}
