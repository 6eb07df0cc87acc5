/**
 * A request as the endpoint sees it. The target is taken apart here, byte by byte, because Node's URL class would
 * normalise it: `a//b`, `/a`, `.`, `..` and `%2F` are parts of keys like any other.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { byteLength } from '../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';
import { decodePercent } from './percent.ts';
import { S3Error } from './s3-error.ts';

export interface Target {
  /** Absent: the service itself. */
  bucket?: string;
  /** Absent: the bucket itself. */
  key?: string;
  /** Decoded; of a parameter given twice the first counts. */
  query: ReadonlyMap<string, string>;
}

export interface S3Request extends Target {
  method: string;
  headers: IncomingHttpHeaders;
  /** The raw message, for reading the body. */
  message: IncomingMessage;
}

const SCHEME_AND_HOST = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i;

/** Path style only: `/bucket/key?query`. Throws InvalidURI or KeyTooLongError. */
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
    ...(bucket === '' && key === '' ? {} : { bucket }),
    ...(key === '' ? {} : { key }),
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

/** One header's text, or undefined. Node joins repeated ones, but for a few it gives a list. */
export function header(request: S3Request, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** The bucket of a request that has one by its route. */
export function bucketOf(request: S3Request): string {
  if (request.bucket === undefined) throw new S3Error('InvalidURI');
  return request.bucket;
}

/** Bucket and key of a request that has both by its route. */
export function placeOf(request: S3Request): { bucket: string; key: string } {
  if (request.key === undefined) throw new S3Error('InvalidURI');
  return { bucket: bucketOf(request), key: request.key };
}

export function keyTooLong(key: string): S3Error {
  return new S3Error('KeyTooLongError', {
    fields: { Size: String(byteLength(key)), MaxSizeAllowed: String(MAX_KEY_BYTES) },
  });
}
