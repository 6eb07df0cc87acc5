/**
 * The entity tag of an answer: over its content, so that the same answer has the same tag on every instance; weak, because
 * the bytes also depend on the encoding asked for.
 */
import { hash } from 'node:crypto';

/** Of the digest's 43 base64url characters: 132 bits. */
const TAG_LENGTH = 22;

export function etagOf(body: string): string {
  return `W/"${hash('sha256', body, 'base64url').slice(0, TAG_LENGTH)}"`;
}

/** Does `If-None-Match` name this tag? Weak comparison (RFC 9110, 13.1.2). */
export function isNamed(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const opaque = etag.replace(/^W\//, '');
  for (const [, tag] of ifNoneMatch.matchAll(/(?:W\/)?("[^"]*")/g)) if (tag === opaque) return true;
  return false;
}
