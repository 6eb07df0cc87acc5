/** Sends one request to the service: signs it, waits for the answer, and retries failures that may be temporary. */

import { isObject } from '../../shared/is-object.ts';
import { unlessAborted } from '../../shared/unless-aborted.ts';
import { OPERATIONS, type OperationId } from '../operations.ts';
import { type Ask, cacheControl, rejectUnknownOptions } from './ask.ts';
import { S3dexError } from './error.ts';
import { type Freshness, freshnessOf } from './freshness.ts';
import type { HeldAnswers } from './held.ts';
import { excerpt, problemOf } from './problem.ts';
import { retryDelayMs } from './retry.ts';
import { timeout } from './timeout.ts';
import { type Query, urlOf } from './url.ts';

/** A request before it is sent, for the function that authorizes it. */
export interface OutgoingRequest {
  method: string;
  url: string;
  body?: string;
}

/** Returns the headers that authorize the request. Called for each attempt. */
export type Authorize = (request: OutgoingRequest) => Promise<Record<string, string>>;

export interface Transport {
  /** Without a trailing slash. */
  endpoint: string;
  fetch: typeof fetch;
  authorize: Authorize;
  held: HeldAnswers;
  timeoutMs: number;
  retries: number;
  now: () => number;
  random: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface Call {
  operation: OperationId;
  bucket?: string;
  /** Value of `{id}` in the path. */
  id?: string;
  query?: Query;
  body?: object;
  ask: Ask;
}

/** The JSON object of an answer, and its freshness. */
export interface Answer {
  body: Record<string, unknown>;
  freshness: Freshness;
}

/**
 * @throws S3dexError; the signal's reason when the caller aborted; an error thrown by `authorize`; TypeError when an
 * option is unknown.
 */
export async function send(transport: Transport, call: Call): Promise<Answer> {
  rejectUnknownOptions(call.ask);
  const { signal } = call.ask;
  for (let attempt = 0; ; attempt++) {
    try {
      return await sendOnce(transport, call);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof S3dexError)) throw error;
      const delayMs = retryDelayMs(error, attempt, transport);
      if (delayMs === undefined) throw error;
      await transport.wait(delayMs, signal);
    }
  }
}

const NO_CONTENT = 204;

async function sendOnce(transport: Transport, call: Call): Promise<Answer> {
  const { method } = OPERATIONS[call.operation];
  const url = urlOf(transport.endpoint, call);
  const body = call.body && JSON.stringify(call.body);
  const holds = method === 'GET' && !call.ask.noStore;
  const held = holds ? transport.held.get(url) : undefined;
  const headers = {
    accept: 'application/json, application/problem+json',
    'cache-control': cacheControl(call.ask),
    ...(held && { 'if-none-match': held.etag }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(await unlessAborted(transport.authorize({ method, url, body }), call.ask.signal)),
  };
  const { response, text } = await exchange(transport, call.ask, url, {
    method,
    headers,
    body,
    // Answers are stored only in this client, which limits their number and always revalidates them.
    cache: 'no-store',
    // The service never redirects. Credentials must not be sent anywhere else.
    redirect: 'error',
  });
  if (response.status === 304 && held) {
    return { body: objectOf(held.text, response), freshness: freshnessOf(response.headers, true) };
  }
  if (!response.ok) throw problemOf(response, text, transport.now());
  const nothing = response.status === NO_CONTENT;
  const answer = {
    body: nothing ? {} : objectOf(text, response),
    freshness: freshnessOf(response.headers, false),
  };
  const etag = response.headers.get('etag');
  if (holds && etag !== null) transport.held.set(url, { etag, text });
  return answer;
}

/** The timeout covers the whole response, up to the last byte of its body. */
async function exchange(transport: Transport, ask: Ask, url: string, init: RequestInit) {
  ask.signal?.throwIfAborted();
  const timeoutMs = ask.timeoutMs === undefined ? transport.timeoutMs : timeout(ask.timeoutMs);
  const controller = new AbortController();
  const passOn = () => controller.abort(ask.signal?.reason);
  ask.signal?.addEventListener('abort', passOn, { once: true });
  const late = new S3dexError({ code: 'timeout', detail: `no answer within ${timeoutMs} ms` });
  const timer = setTimeout(() => controller.abort(late), timeoutMs);
  try {
    const response = await transport.fetch(url, { ...init, signal: controller.signal });
    return { response, text: await response.text() };
  } catch (error) {
    if (controller.signal.aborted) throw controller.signal.reason;
    throw new S3dexError({
      code: 'unreachable',
      detail: `no answer from ${transport.endpoint}: ${reasonOf(error)}`,
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    ask.signal?.removeEventListener('abort', passOn);
  }
}

/** The message of fetch's own error is unspecific; the message of its cause is specific. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause instanceof AggregateError ? cause.errors[0] : undefined;
  return cause.message || (inner instanceof Error ? inner.message : cause.name);
}

function objectOf(text: string, response: Response): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Handled below, like JSON that is not an object.
  }
  throw badAnswer(`the answer is not a JSON object: ${excerpt(text) ?? 'it is empty'}`, response.status);
}

export function badAnswer(detail: string, status?: number): S3dexError {
  return new S3dexError({ code: 'bad-answer', detail, status });
}
