/** Converts an answer of the resolver to the response that S3 would send, with its freshness (RFC 9111, RFC 9211). */
import type { CacheStatus, Freshness } from '../../contract/client.ts';
import type { Pass } from '../resolver/pass.ts';
import type { Answered } from '../resolver/resolver.ts';
import { listDocument } from '../wire/list-document.ts';
import { READ_CONDITIONS } from '../wire/read-conditions.ts';
import { errorReply, type Reply, xmlReply } from '../wire/reply.ts';
import type { S3Request } from '../wire/request.ts';
import { noSuchKey } from '../wire/s3-error.ts';
import { preconditionFailed } from '../wire/write-conditions.ts';

const NAME = 's3dex';
/** Characters that are not allowed in a quoted string of RFC 9651. */
const NOT_QUOTABLE = /[^\x20-\x21\x23-\x5b\x5d-\x7e]/g;

export function replyOf(answered: Answered, request: S3Request, requestId: string): Reply {
  if (answered.kind === 'bucket') {
    const { headers, ageSeconds } = answered;
    return { status: 200, headers: { ...headers, age: String(ageSeconds), 'cache-status': `${NAME}; hit` } };
  }
  const fresh = freshnessHeaders(answered.freshness);
  if (answered.kind === 'listing') return xmlReply(listDocument(answered.listing), fresh);
  const { status, headers } = answered;
  if (status === 200 || status === 304) return { status, headers: { ...headers, ...fresh } };
  // The request is a HEAD: the response has the length of the error's document, but no body, as from the local S3
  // endpoint.
  const refusal = status === 404 ? noSuchKey(request.key ?? '') : preconditionFailed(READ_CONDITIONS);
  const reply = errorReply(refusal, request, requestId);
  return { ...reply, headers: { ...reply.headers, ...fresh } };
}

/** The header for a response from S3 itself. */
export function passHeader({ reason, detail }: Pass): string {
  const text = detail === undefined ? reason : `${reason}: ${detail}`;
  return `${NAME}; fwd=bypass; detail="${text.replace(NOT_QUOTABLE, '?')}"`;
}

function freshnessHeaders({ age, cacheStatus }: Freshness): Record<string, string> {
  return {
    ...(age !== undefined && { age: String(age) }),
    ...(cacheStatus && { 'cache-status': statusHeader(cacheStatus) }),
  };
}

function statusHeader({ hit, fwd, ttl, stored, detail }: CacheStatus): string {
  const parts = [
    hit ? 'hit' : fwd && `fwd=${fwd}`,
    ttl !== undefined && `ttl=${ttl}`,
    stored && 'stored',
    detail && `detail="${detail.replace(NOT_QUOTABLE, '?')}"`,
  ];
  return [NAME, ...parts.filter((part) => typeof part === 'string' && part !== '')].join('; ');
}
