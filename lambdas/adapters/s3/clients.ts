import type { S3Client } from '@aws-sdk/client-s3';
import { createS3Client } from './client.ts';

type ClientPlugin = Parameters<S3Client['middlewareStack']['use']>[0];

/** A served bucket and its location. */
export interface BucketPlace {
  served: { name: string };
  /** If absent, the bucket is on AWS. */
  endpoint?: string;
  region: string;
  /** Set if the requester pays instead of the bucket's owner. */
  requestPayer?: 'requester';
}

/**
 * One client for each bucket, created at its first use: S3 throttles single buckets, and the rate limiter of adaptive
 * retries belongs to the client. Buckets in the same region or at the same endpoint share connections and
 * credentials. Every client gets the plugin.
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
    if (!place) throw new Error(`no served bucket has this name: ${bucket}`);
    const where = `${place.region} ${place.endpoint ?? 'aws'}`;
    const first = firstOfPlace.get(where);
    const client = createS3Client({ ...place, sharing: first });
    if (plugin) client.middlewareStack.use(plugin);
    clients.set(bucket, client);
    if (!first) firstOfPlace.set(where, client);
    return client;
  };
}
