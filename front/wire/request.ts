/**
 * A parsed request. The target is parsed here, byte by byte, because Node's URL class would normalise it: `a//b`,
 * `/a`, `.`, `..` and `%2F` are ordinary parts of keys.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { byteLength } from '../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';
import { decodePercent } from './percent.ts';
import { S3Error } from './s3-error.ts';

export interface Target {
  /** Absent: the request is for the service itself. */
  bucket?: string;
  /** Absent: the request is for the bucket itself. */
  key?: string;
  /** Decoded. If a parameter is repeated, the first one counts. */
  query: ReadonlyMap<string, string>;
}

export interface S3Request extends Target {
  method: string;
  headers: IncomingHttpHeaders;
  /** The raw message, for reading the body. */
  message: IncomingMessage;
}

const SCHEME_AND_HOST = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i;

/** Path style only: `/bucket/key?query`. @throws S3Error InvalidURI or KeyTooLongError when the target is invalid. */
export function parseTarget(rawTarget: string): Target {
  const target = rawTarget.replace(SCHEME_AND_HOST, '');
  const queryAt = target.indexOf('?');
  const path = queryAt < 0 ? target : target.slice(0, queryAt);
  if (!path.startsWith('/')) throw new S3Error('InvalidURI', { fields: { URI: rawTarget } });
  const slash = path.indexOf('/', 1);
  const bucket = decodeOrRefuse(path.slice(1, slash < 0 ? undefined : slash), 'path');
  const key = slash < 0 ? '' : decodeOrRefuse(path.slice(slash + 1), 'path');
  if (byteLength(key) > MAX_KEY_BYTES) throw keyTooLong(key);
  return {
    bucket: bucket === '' && key === '' ? undefined : bucket,
    key: key || undefined,
    query: parseQuery(queryAt < 0 ? '' : target.slice(queryAt + 1)),
  };
}

function parseQuery(raw: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const pair of raw.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decodeOrRefuse(equals < 0 ? pair : pair.slice(0, equals), 'query');
    const value = equals < 0 ? '' : decodeOrRefuse(pair.slice(equals + 1), 'query');
    if (!query.has(name)) query.set(name, value);
  }
  return query;
}

function decodeOrRefuse(raw: string, where: 'path' | 'query'): string {
  const decoded = decodePercent(raw, where);
  if (decoded === undefined) throw new S3Error('InvalidURI', { fields: { URI: raw } });
  return decoded;
}

/** The value of a header, if present. Node joins repeated headers, but returns a few of them as an array. */
export function header(request: S3Request, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** The bucket of a request whose route has one. */
export function bucketOf(request: S3Request): string {
  if (request.bucket === undefined) throw new S3Error('InvalidURI');
  return request.bucket;
}

/** Bucket and key of a request whose route has both. */
export function placeOf(request: S3Request): { bucket: string; key: string } {
  if (request.key === undefined) throw new S3Error('InvalidURI');
  return { bucket: bucketOf(request), key: request.key };
}

export function keyTooLong(key: string): S3Error {
  return new S3Error('KeyTooLongError', {
    fields: { Size: String(byteLength(key)), MaxSizeAllowed: String(MAX_KEY_BYTES) },
  });
}
