/**
 * The entity tag of an answer. It is a hash of the content, so that the same answer has the same tag on every
 * instance. It is weak, because the bytes also depend on the content encoding.
 */
import { hash } from 'node:crypto';
import type { HttpEvent } from './event.ts';

/** Number of characters used, of the hash's 43 base64url characters: 132 bits. */
const TAG_LENGTH = 22;

export function etagOf(body: string): string {
  return `W/"${hash('sha256', body, 'base64url').slice(0, TAG_LENGTH)}"`;
}

/**
 * True when the caller already has the answer with this tag. `If-None-Match` may cause a 304 only for GET and HEAD
 * (RFC 9110, 13.1.2).
 */
export function hasCurrent({ requestContext, headers }: HttpEvent, etag: string): boolean {
  return requestContext.http.method !== 'POST' && isNamed(etag, headers?.['if-none-match']);
}

/** True when `If-None-Match` contains this tag, by weak comparison (RFC 9110, 13.1.2). */
export function isNamed(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const opaque = etag.replace(/^W\//, '');
  for (const [, tag] of ifNoneMatch.matchAll(/(?:W\/)?("[^"]*")/g)) if (tag === opaque) return true;
  return false;
}
