/**
 * API Gateway's HTTP API on loopback. It sends the function events of payload format 2.0 and returns its answer, with
 * the limits of the gateway. Every request is answered, even if its bytes are not valid HTTP.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type HttpAnswer, toHttpAnswer, writeHttpAnswer } from './http-answer.ts';
import { toHttpApiEvent } from './http-event.ts';
import * as problems from './http-problem.ts';
import { listenOnLoopback } from './loopback.ts';

export interface HttpApiOptions {
  port: number;
  /** The function behind all routes. `requestId` is the API's, which is also in the event. */
  invoke: (event: APIGatewayProxyEventV2, requestId: string) => Promise<unknown>;
  /** Answers requests that are not for the service. Returns undefined for requests that are. */
  beside?: (request: { method: string; path: string; body: Buffer }) => Promise<HttpAnswer | undefined>;
  onError: (what: string, error: unknown) => void;
}

export interface HttpApi {
  port: number;
  close(): void;
}

/** API Gateway's quotas (developer guide, limits.md). */
const MAX_HEAD_BYTES = 10_240;
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const INTEGRATION_TIMEOUT_MS = 30_000;
/** Higher than the quota, so that the quota itself is answered. Above this size, the parser stops reading. */
const PARSER_HEAD_BYTES = 64 * 1024;
/** A body over the quota is read up to this size, so that its sender reads the answer. */
const MAX_DRAINED_BYTES = 4 * MAX_BODY_BYTES;
/** A sender on loopback that takes longer than this has stopped sending. */
const REQUEST_TIMEOUT_MS = 10_000;

export async function startHttpApi(options: HttpApiOptions): Promise<HttpApi> {
  const server = createServer(
    {
      maxHeaderSize: PARSER_HEAD_BYTES,
      headersTimeout: REQUEST_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => {
      answer(options, request)
        .then((given) => given && send(options, response, given))
        .catch((error: unknown) => send(options, response, internalError(options, 'request failed', error)));
    },
  );
  server.on('clientError', refuseUnparsed);
  server.on('connect', (_request: IncomingMessage, socket: Duplex) =>
    socket.end(problems.rawAnswer(problems.BAD_REQUEST)),
  );
  await listenOnLoopback(server, options.port, '--port');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Returns undefined if the sender has disconnected. */
async function answer(options: HttpApiOptions, request: IncomingMessage): Promise<HttpAnswer | undefined> {
  const target = request.url ?? '/';
  const method = request.method ?? 'GET';
  const body = await readBody(request);
  if (body === 'gone') return undefined;
  if (target.length > MAX_HEAD_BYTES) return problems.TARGET_TOO_LONG;
  if (headBytes(request) > MAX_HEAD_BYTES) return problems.HEADERS_TOO_LARGE;
  if (body === 'too-large') return problems.BODY_TOO_LARGE;
  const requestId = randomUUID();
  const event = toHttpApiEvent({
    method,
    target,
    rawHeaders: request.rawHeaders,
    body,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
    httpVersion: request.httpVersion,
    requestId,
    receivedAt: Date.now(),
  });
  if (event === undefined) return problems.MALFORMED_PATH;
  const other = await options.beside?.({ method, path: event.rawPath, body });
  return other ?? callFunction(options, event, requestId);
}

async function callFunction(
  options: HttpApiOptions,
  event: APIGatewayProxyEventV2,
  requestId: string,
): Promise<HttpAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(resolve, INTEGRATION_TIMEOUT_MS, 'timeout');
  });
  try {
    const given = await Promise.race([options.invoke(event, requestId), timeout]);
    if (given === 'timeout') return problems.FUNCTION_TIMEOUT;
    const made =
      toHttpAnswer(given) ??
      internalError(options, 'the function returned something that is not an HTTP answer', given);
    return { ...made, headers: [...made.headers, ['apigw-requestid', requestId]] };
  } catch (error) {
    return internalError(options, 'the function threw', error);
  } finally {
    clearTimeout(timer);
  }
}

function internalError(options: HttpApiOptions, what: string, error: unknown): HttpAnswer {
  options.onError(what, error);
  return problems.INTERNAL_ERROR;
}

function send(options: HttpApiOptions, response: ServerResponse, given: HttpAnswer): void {
  if (response.headersSent || response.destroyed) return;
  try {
    writeHttpAnswer(response, given);
  } catch (error) {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    writeHttpAnswer(response, internalError(options, 'the answer could not be sent', error));
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer | 'too-large' | 'gone'> {
  const chunks: Buffer[] = [];
  let total = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      total += chunk.length;
      if (total <= MAX_BODY_BYTES) chunks.push(chunk);
      if (total > MAX_DRAINED_BYTES) return 'too-large';
    }
  } catch {
    return 'gone';
  }
  return total > MAX_BODY_BYTES ? 'too-large' : Buffer.concat(chunks, total);
}

function headBytes(request: IncomingMessage): number {
  const line = `${request.method} ${request.url} HTTP/${request.httpVersion}`.length;
  // Each name counts with its `: `, and each value with its line end.
  return request.rawHeaders.reduce((sum, part) => sum + part.length + 2, line + 2);
}

function refuseUnparsed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? problems.HEADERS_TOO_LARGE
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? problems.REQUEST_TIMEOUT
        : problems.BAD_REQUEST;
  socket.end(problems.rawAnswer(refusal), () => (socket as Socket).destroySoon());
}
