/** The URL of one request. */
import { OPERATIONS, type OperationId } from '../operations.ts';

/** Parameters that are undefined are left out. */
export type Query = Record<string, string | undefined>;

/** @returns the service's base URL without trailing slashes. @throws TypeError when it is not a valid base URL. */
export function endpointOf(endpoint: string | URL): string {
  const url = URL.canParse(String(endpoint)) ? new URL(endpoint) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new TypeError(`endpoint: must be an http or https URL, is ${JSON.stringify(String(endpoint))}`);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError('endpoint: must be a URL without credentials, query and fragment');
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

export interface Addressed {
  operation: OperationId;
  bucket?: string;
  id?: string;
  query?: Query;
}

export function urlOf(endpoint: string, { operation, bucket, id, query = {} }: Addressed): string {
  const path = OPERATIONS[operation].path
    .replace('{bucket}', () => bucketSegment(bucket))
    .replace('{id}', () => encoded(id ?? '', 'id'));
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encoded(value, name)}`],
  );
  return `${endpoint}${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

/** The bucket's name is a path segment. A URL parser would resolve `.` and `..`, so these are rejected. */
function bucketSegment(bucket: string | undefined): string {
  if (typeof bucket !== 'string' || /^\.{0,2}$/.test(bucket)) {
    throw new TypeError(`bucket: must be a bucket's name, is ${JSON.stringify(bucket)}`);
  }
  return encoded(bucket, 'bucket');
}

/** As in RFC 3986 and Signature Version 4: everything but `A-Za-z0-9-._~` is encoded, a space as `%20`. */
function encoded(text: string, field: string): string {
  if (typeof text !== 'string') throw new TypeError(`${field}: must be a string, is ${typeof text}`);
  if (!text.isWellFormed()) throw new TypeError(`${field}: is not Unicode: it has a lone surrogate`);
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
