/** Finds the bucket of a request: in the path, or in front of the host's name (`photos.localhost:4002`). */
import { parseTarget, type Target } from '../wire/request.ts';

/**
 * The hosts of this endpoint. A name in front of one of them is a bucket. Browsers and most resolvers resolve them to
 * loopback.
 */
const OWN_HOSTS = ['s3.localhost', 'localhost'];
const PORT = /:\d+$/;

/** @throws S3Error InvalidURI or KeyTooLongError when the target is invalid. */
export function addressOf(rawTarget: string, host: string | undefined): Target {
  const bucket = bucketOfHost(host);
  return parseTarget(bucket === undefined ? rawTarget : withBucket(rawTarget, bucket));
}

function bucketOfHost(host = ''): string | undefined {
  const name = host.replace(PORT, '').toLowerCase();
  const own = OWN_HOSTS.find((base) => name.endsWith(`.${base}`));
  const bucket = own === undefined ? '' : name.slice(0, -own.length - 1);
  return bucket === '' || OWN_HOSTS.includes(name) ? undefined : bucket;
}

/** Converts to path style (`/key` -> `/bucket/key`), which is then parsed in one place. */
function withBucket(rawTarget: string, bucket: string): string {
  const path = rawTarget.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
  return `/${bucket}${path.startsWith('/') ? path : `/${path}`}`;
}
