/**
 * Handles one request from its head to the last byte of the response: from the index if that is exact, otherwise from
 * S3.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pass } from '../resolver/pass.ts';
import type { Resolver } from '../resolver/resolver.ts';
import { errorReply, type Reply, sendReply } from '../wire/reply.ts';
import { header, type S3Request } from '../wire/request.ts';
import { S3Error } from '../wire/s3-error.ts';
import { addressOf } from './addressing.ts';
import { passHeader, replyOf } from './answer.ts';
import { MAX_DELETE_BODY_BYTES, readDeletedKeys } from './delete-many.ts';
import { type Operation, operationOf } from './operation.ts';
import { type PassOnParts, passOn } from './pass-on.ts';
import { refuseUntimely } from './presigned.ts';
import type { Credentials } from './sign.ts';
import { readSmallBody } from './small-body.ts';
import type { Tally } from './tally.ts';
import { verify } from './verify.ts';

export interface HandlerParts extends PassOnParts {
  resolver: Resolver;
  tally: Tally;
  /** Only requests signed with this key are accepted. Absent: all requests are accepted. */
  key?: Credentials;
  /** Epoch ms. */
  now: () => number;
  requestId: () => string;
  /** Prints one line for each request. */
  trace: (line: string) => void;
  /** Answers requests that are not for S3, such as those for the status page. Returns false for any other request. */
  beside: (path: string, response: ServerResponse) => boolean;
}

export async function handle(
  parts: HandlerParts,
  message: IncomingMessage,
  response: ServerResponse,
  expectsContinue: boolean,
): Promise<void> {
  const requestId = parts.requestId();
  const startedAt = parts.now();
  if (message.method === 'GET' && parts.beside(message.url ?? '', response)) return;
  let request: S3Request | undefined;
  let how = '';
  try {
    const target = addressOf(message.url ?? '', message.headers.host);
    request = { ...target, method: message.method ?? 'GET', headers: message.headers, message };
    refuseUntimely(request.query, parts.now());
    if (parts.key !== undefined) verify(request, parts.key, parts.now());
    how = await answer(parts, request, response, { expectsContinue, requestId });
  } catch (error) {
    how = fail(error, request, response, requestId);
  }
  parts.trace(`${message.method} ${message.url} ${response.statusCode} ${how} ${parts.now() - startedAt} ms`);
}

interface Exchange {
  expectsContinue: boolean;
  requestId: string;
}

/** Returns how the request was answered, for the trace. */
async function answer(
  parts: HandlerParts,
  request: S3Request,
  response: ServerResponse,
  exchange: Exchange,
): Promise<string> {
  const operation = operationOf(request);
  const resolved = await resolve(parts, request, operation);
  if (resolved.outcome === 'answered') {
    response.setHeader('x-amz-request-id', exchange.requestId);
    await sendReply(response, replyOf(resolved, request, exchange.requestId), request.method);
    return 'from the index';
  }
  if (operation.kind === 'read') parts.tally.passed(resolved);
  const body = operation.kind === 'delete-many' ? await deletionOf(request, response, exchange) : undefined;
  const { bucket } = request;
  const keys = operation.kind === 'write' ? operation.keys : (body?.keys ?? []);
  const isWrite = bucket !== undefined && (operation.kind === 'write' || operation.kind === 'delete-many');
  const sentAt = parts.now();
  await passOn(parts, {
    request,
    response,
    body: body?.bytes,
    askForBody: exchange.expectsContinue && !body ? () => response.writeContinue() : undefined,
    headers: operation.kind === 'read' ? { 'Cache-Status': passHeader(resolved) } : {},
    settled: async () => {
      if (!isWrite) return;
      parts.tally.wrote();
      if (request.key === undefined) parts.resolver.bucketHeads.forget(bucket);
      await parts.resolver.written(bucket, keys);
    },
    answered: (answered) => {
      if (operation.kind !== 'read' || operation.operation !== 'HeadBucket' || answered.statusCode !== 200)
        return;
      parts.resolver.bucketHeads.learn(operation.bucket, sentAt, (name) => answered.headers[name] as string);
    },
  });
  return operation.kind === 'read' ? `from S3 (${passHeader(resolved)})` : 'from S3';
}

async function resolve(parts: HandlerParts, request: S3Request, operation: Operation) {
  if (operation.kind !== 'read') return pass('not-a-question');
  const { kind: _, ...asked } = operation;
  const names = Object.keys(request.headers);
  const headers = new Map(names.map((name) => [name, header(request, name) ?? '']));
  const resolved = await parts.resolver.resolve({ ...asked, parameters: request.query, headers });
  if (resolved.outcome === 'answered') parts.tally.answered(operation.operation, resolved);
  return resolved;
}

async function deletionOf(request: S3Request, response: ServerResponse, { expectsContinue }: Exchange) {
  if (expectsContinue) response.writeContinue();
  const bytes = await readSmallBody(request.message, MAX_DELETE_BODY_BYTES);
  return { bytes, keys: readDeletedKeys(request, bytes) };
}

/** Connection errors contain the name of a system call. Any other error is a bug in this program. */
function unreached(error: unknown): S3Error {
  const { code, syscall, stack } = error as { code?: string; syscall?: string; stack?: string };
  if (syscall !== undefined)
    return new S3Error('ServiceUnavailable', { message: `S3 could not be reached: ${code}` });
  console.error('s3dex serve:', stack ?? error);
  return new S3Error('InternalError');
}

/** Codes of errors when an existing connection to S3 or to the client breaks. */
const BROKEN_OFF = new Set(['ECONNRESET', 'EPIPE', 'ABORT_ERR']);

/**
 * If S3 cannot be reached, sends an error of S3 after which clients retry. If an existing connection broke, the
 * client's connection is closed too.
 */
function fail(
  error: unknown,
  request: S3Request | undefined,
  response: ServerResponse,
  requestId: string,
): string {
  const { code, message } = error as { code?: string; message?: string };
  if (response.headersSent || response.destroyed || BROKEN_OFF.has(code ?? '')) {
    response.destroy();
    return `connection broken (${code ?? message})`;
  }
  const refusal = error instanceof S3Error ? error : unreached(error);
  const known: Reply = errorReply(refusal, request ?? {}, requestId);
  response.setHeader('x-amz-request-id', requestId);
  void sendReply(response, known, request?.method ?? 'GET');
  return `rejected here (${refusal.code})`;
}
