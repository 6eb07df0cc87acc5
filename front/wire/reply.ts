/** Responses, and how they are sent. */
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import { errorDocument, text } from './xml.ts';

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** The length of a stream must be in the headers. The body is omitted for a HEAD. */
  body?: string | Uint8Array | Readable;
}

/** A document with status 200. */
export function xmlReply(document: string, headers: Record<string, string> = {}): Reply {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body: document };
}

/** Converts an error to a response. Whatever is thrown while a request is handled becomes a response here. */
export function errorReply(error: unknown, request: Partial<S3Request>, requestId: string): Reply {
  const refusal = error instanceof S3Error ? error : new S3Error('InternalError');
  const resource = `/${request.bucket ?? ''}${request.key === undefined ? '' : `/${request.key}`}`;
  const document = errorDocument([
    text('Code', refusal.code),
    text('Message', refusal.message),
    ...Object.entries(refusal.fields).map(([name, value]) => text(name, value)),
    text('Resource', resource),
    text('RequestId', requestId),
  ]);
  // `sendReply` leaves out the body for a HEAD.
  return {
    status: refusal.status,
    headers: { 'content-type': 'application/xml', ...refusal.headers },
    body: document,
  };
}

/**
 * Sends the response. Resolves when it is sent or the client has closed the connection; never throws because of the
 * client.
 */
export async function sendReply(response: ServerResponse, reply: Reply, method: string): Promise<void> {
  // As a text, a body would be encoded twice: for its length, and when it is written.
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  const isStream = body !== undefined && !(body instanceof Uint8Array);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.statusCode = reply.status;
  if (!isStream && body !== undefined) response.setHeader('content-length', body.byteLength);
  if (
    body === undefined &&
    reply.status !== 204 &&
    reply.status !== 304 &&
    !response.hasHeader('content-length')
  ) {
    response.setHeader('content-length', 0);
  }
  if (method === 'HEAD' || !isStream) {
    response.end(method === 'HEAD' ? undefined : body);
    return;
  }
  // If the client closes the connection, or the file ends early, the connection is closed.
  await pipeline(body, response).catch(() => response.destroy());
}
