/**
 * Handles an HTTP request and sends its answer. It never throws, and it answers every request, even an invalid one.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { errorReply, type Reply, sendReply } from '../../front/wire/reply.ts';
import { parseTarget, type S3Request } from '../../front/wire/request.ts';
import { S3Error } from '../../front/wire/s3-error.ts';
import type { Emitter } from './emitter.ts';
import type { Endpoint } from './endpoint.ts';
import { chooseOperation, type RequestKind } from './operations.ts';

/** Delays that are added to every LIST and HEAD, to simulate the latency of S3. */
export interface Latency {
  listMs?: number;
  headMs?: number;
}

export interface ListenerParts extends Omit<Endpoint, 'emit'> {
  emitter: Emitter;
  latency: Latency;
  /** Origins of the pages that may read answers. */
  readers: ReadonlySet<string>;
  /** Counters of this listener, by kind of request. */
  requests: Record<RequestKind, number>;
}

const REQUEST_ID_BYTES = 8;

export function createRequestListener(parts: ListenerParts) {
  return (message: IncomingMessage, response: ServerResponse): void => {
    serve(parts, message, response).catch((error) => {
      console.error('local S3:', error);
      response.destroy();
    });
  };
}

async function serve(
  parts: ListenerParts,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomBytes(REQUEST_ID_BYTES).toString('hex').toUpperCase();
  const method = message.method ?? 'GET';
  response.setHeader('server', 'AmazonS3');
  response.setHeader('x-amz-request-id', requestId);
  const { origin } = message.headers;
  if (origin !== undefined && parts.readers.has(origin)) allowReading(response, origin);
  let request: S3Request | undefined;
  let reply: Reply;
  try {
    request = { ...parseTarget(message.url ?? ''), method, headers: message.headers, message };
    reply = await answer(parts, request, requestId);
  } catch (error) {
    // Errors of this code are reported. A client that disconnects while it sends is not an error.
    if (!(error instanceof S3Error) && !message.destroyed) console.error('local S3:', error);
    reply = errorReply(error, request ?? {}, requestId);
  }
  await sendReply(response, reply, method);
}

function allowReading(response: ServerResponse, origin: string): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'content-range');
  response.setHeader('vary', 'Origin');
}

async function answer(parts: ListenerParts, request: S3Request, requestId: string): Promise<Reply> {
  const { emitter, latency, requests, readers: _, ...rest } = parts;
  const operation = chooseOperation(request);
  requests[operation.kind]++;
  const endpoint: Endpoint = { ...rest, emit: (write) => emitter.emit({ ...write, requestId }) };
  const reply = operation.run(endpoint, request);
  const waitMs = latencyOf(operation.kind, latency);
  if (waitMs > 0) {
    // The delay follows the read, so that the data in the answer is as old as with a slow network.
    await Promise.allSettled([reply]);
    await wait(waitMs, undefined, { ref: false });
  }
  return reply;
}

function latencyOf(kind: RequestKind, latency: Latency): number {
  if (kind === 'list') return latency.listMs ?? 0;
  return kind === 'head' ? (latency.headMs ?? 0) : 0;
}
