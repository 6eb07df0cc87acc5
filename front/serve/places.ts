/** Where S3 is: one server of its own, or AWS, where each Region has a host and each bucket a name before it. */

export interface Place {
  origin: URL;
  /** The bucket stands before the host's name, and not in the path. */
  isVirtualHost: boolean;
}

/** A name that TLS certificates of AWS hold for: with a dot in it there is none. */
const HOST_LABEL = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const REGION_FIELD = '{region}';

/** @param endpoint of a server of one's own, with `{region}` where its name depends on it; absent: AWS. */
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

/** Has each Region a place of its own? */
export function isRegional(endpoint: string | undefined): boolean {
  return endpoint === undefined || endpoint.includes(REGION_FIELD);
}

/** @throws TypeError on what is no such address. */
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
      `s3-endpoint: must be an http or https address without a path, is ${JSON.stringify(endpoint)}`,
    );
  }
}
