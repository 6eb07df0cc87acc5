/**
 * The request to S3, made from the client's: without the headers of the connection, and with the body in a coding
 * that S3 accepts from this endpoint.
 */
import { Readable } from 'node:stream';
import { header, type S3Request } from '../wire/request.ts';
import { bodyStream, type OutgoingBody, outgoingBody } from './body.ts';
import { HOP_BY_HOP } from './hop-by-hop.ts';
import { hasOwnToken, withoutOwnToken } from './own-token.ts';
import { isPresigned, presignatureOf, withoutPresignature } from './presigned.ts';
import type { WhereParts } from './send-where-it-is.ts';
import type { UpstreamRequest } from './upstream.ts';
import type { YoungGarbage } from './young-garbage.ts';

/** Headers of the client's signature. */
const OF_THE_SIGNATURE = new Set([
  'authorization',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-content-sha256',
  'date',
]);
const NONE: ReadonlySet<string> = new Set();

/** A client's request that S3 must answer. */
export interface ClientRequest {
  request: S3Request;
  /** A body that was already read. */
  body?: Buffer;
  /** The client sends its body only after this is called. */
  askForBody?: () => void;
}

export interface OutgoingParts extends WhereParts {
  garbage: YoungGarbage;
}

export async function outgoingRequest(
  { upstream, regions, garbage }: OutgoingParts,
  { request, body, askForBody }: ClientRequest,
  signal: AbortSignal,
): Promise<UpstreamRequest> {
  const { method, bucket, key } = request;
  const presignature = presignatureOf(request);
  // A token of the index is replaced by its position. This changes the query, so the request needs another signature.
  const isTaken =
    presignature !== undefined &&
    !hasOwnToken(request) &&
    (await upstream.takes(presignature, bucket, regions.of(bucket)));
  const going: OutgoingBody = isTaken ? { headers: {} } : outgoingBody(request);
  const open = () => {
    // S3 has asked for the body, so the client is asked for it now.
    askForBody?.();
    if (body === undefined) garbage.watch(request.message);
    return body ? [Readable.from([body])] : bodyStream(request.message, going);
  };
  return {
    ...{ method, bucket, key, signal },
    isPresigned: isTaken,
    query: isTaken ? request.query : unsignedQuery(request),
    headers: isTaken ? keptHeaders(request, NONE) : outgoingHeaders(request, going),
    body: hasBody(request) ? { open, expectsContinue: askForBody !== undefined } : undefined,
  };
}

function unsignedQuery(request: S3Request): ReadonlyMap<string, string> {
  const { query } = request;
  const unsigned = isPresigned(query) ? withoutPresignature(query) : query;
  return hasOwnToken(request) ? withoutOwnToken(unsigned) : unsigned;
}

function outgoingHeaders(
  request: S3Request,
  { contentSha256, headers }: OutgoingBody,
): Record<string, string> {
  const outgoing = keptHeaders(request, OF_THE_SIGNATURE);
  for (const [name, value] of Object.entries({ ...headers, 'x-amz-content-sha256': contentSha256 })) {
    if (value === undefined) delete outgoing[name];
    else outgoing[name] = value;
  }
  return outgoing;
}

function keptHeaders(request: S3Request, left: ReadonlySet<string>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of Object.keys(request.headers)) {
    if (!HOP_BY_HOP.has(name) && !left.has(name)) kept[name] = header(request, name) ?? '';
  }
  return kept;
}

/** Of any method: a GET's length without its body would make S3 take the next request for the body. */
function hasBody(request: S3Request): boolean {
  const length = header(request, 'content-length');
  return (length !== undefined && length !== '0') || header(request, 'transfer-encoding') !== undefined;
}
