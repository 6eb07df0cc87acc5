/** Answers and how they go out. */
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import { errorDocument, text } from './xml.ts';

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** A stream's length must stand in the headers. Left out when the request was a HEAD. */
  body?: string | Uint8Array | Readable;
}

/** A document with status 200. */
export function xmlReply(document: string, headers: Record<string, string> = {}): Reply {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body: document };
}

/** What is thrown while a request is served becomes an answer here and nowhere else. */
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
  // Errors without a body in HTTP: a 304 is no error, and a HEAD never has one.
  return {
    status: refusal.status,
    headers: { 'content-type': 'application/xml', ...refusal.headers },
    body: document,
  };
}

/** Sends the answer. Settles when it is out or the client is gone; never throws for what the client did. */
export async function sendReply(response: ServerResponse, reply: Reply, method: string): Promise<void> {
  const { body } = reply;
  const isStream = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.statusCode = reply.status;
  if (!isStream && body !== undefined) response.setHeader('content-length', Buffer.byteLength(body));
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
  // The client may go away, or the file end early: the connection is closed and that is all there is to say.
  await pipeline(body, response).catch(() => response.destroy());
}
