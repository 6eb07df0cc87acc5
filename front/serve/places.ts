/**
 * The address of S3: either one server, or AWS, where each Region has a host and the bucket's name is put in front of
 * it.
 */

export interface Place {
  origin: URL;
  /** The bucket is in front of the host's name, not in the path. */
  isVirtualHost: boolean;
}

/** Bucket names that AWS's TLS certificates cover. They do not cover names with a dot. */
const HOST_LABEL = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const REGION_FIELD = '{region}';

/** @param endpoint of another server, with `{region}` if its name depends on the Region. Absent: AWS. */
export function placesOf(
  endpoint: string | undefined,
): (region: string, bucket: string | undefined) => Place {
  if (endpoint !== undefined) {
    return (region) => ({ origin: new URL(endpoint.replaceAll(REGION_FIELD, region)), isVirtualHost: false });
  }
  return (region, bucket) => {
    const host = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
    const isVirtualHost = bucket !== undefined && HOST_LABEL.test(bucket);
    return { origin: new URL(`https://${isVirtualHost ? `${bucket}.` : ''}${host}`), isVirtualHost };
  };
}

/** Does each Region have its own address? */
export function isRegional(endpoint: string | undefined): boolean {
  return endpoint === undefined || endpoint.includes(REGION_FIELD);
}

/** @throws TypeError when the endpoint is invalid. */
export function checkEndpoint(endpoint: string): void {
  const example = endpoint.replaceAll(REGION_FIELD, 'us-east-1');
  const url = URL.canParse(example) ? new URL(example) : undefined;
  if (
    url === undefined ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== ''
  ) {
    throw new TypeError(
      `s3-endpoint: must be an http or https URL without a path, is ${JSON.stringify(endpoint)}`,
    );
  }
}
