/** Sends one request to S3: finds the address, signs it, and streams bodies in both directions. */
import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls, Agent as TlsAgent } from 'node:https';
import type { Duplex, Readable } from 'node:stream';
import { encodePath } from '../wire/percent.ts';
import { DirectAgent } from './direct-agent.ts';
import type { Place } from './places.ts';
import type { Presignature } from './presigned.ts';
import { type Signer, signed } from './sign.ts';

export interface UpstreamRequest {
  method: string;
  bucket?: string;
  key?: string;
  query: ReadonlyMap<string, string>;
  /** The query has a signature that S3 accepts (see `takes`). */
  isPresigned?: boolean;
  /** Headers to send, without host and signature, by lower-case name. */
  headers: Readonly<Record<string, string>>;
  /** The streams of the body; the first one is the client's. Opened when S3 is ready for the body. Absent: no body. */
  body?: { open: () => Readable[]; expectsContinue: boolean };
  /** Aborted when the client closes its connection. */
  signal: AbortSignal;
}

export interface UpstreamOptions {
  placeOf: (region: string, bucket: string | undefined) => Place;
  signer: Signer;
}

/** Maximum number of connections to one host. Further requests wait for a free connection. */
const MAX_SOCKETS = 512;
/** Idle connections are closed after this time, before S3 closes them during a request. */
const IDLE_SOCKET_MS = 4_000;
/** Limit for a connection without any traffic. S3 itself gives up sooner. */
const STALLED_MS = 300_000;
/** A server that does not support 100-continue sends nothing. */
const CONTINUE_WITHIN_MS = 1_000;
/** The headers that are signed. Others are sent unsigned. */
const SIGNED = /^(x-amz-.*|content-md5|content-type|range)$/;

export class Upstream {
  readonly #options: UpstreamOptions;
  readonly #agents = {
    'http:': new DirectAgent({ keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_SOCKET_MS }),
    'https:': new TlsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_SOCKET_MS }),
  };

  constructor(options: UpstreamOptions) {
    this.#options = options;
  }

  /** Returns the head of the response, whose body must be read. Rejects with the error of the connection. */
  async send(request: UpstreamRequest, region: string): Promise<IncomingMessage> {
    const outgoing = await this.#dress(request, region);
    try {
      return await this.#exchange(outgoing, request);
    } catch (error) {
      // The server closed an idle connection just when the request was sent on it, so it is sent again. Not a write:
      // it may have been executed, and then fail because of that (a rename, a write with a condition).
      if (isRead(request) && isStale(error) && !request.signal.aborted) {
        return this.#exchange(outgoing, request);
      }
      throw error;
    }
  }

  /**
   * Would S3 accept this signature unchanged? Only if it was made with the same credentials and for S3's own host.
   */
  async takes(
    { accessKeyId, host }: Presignature,
    bucket: string | undefined,
    region: string,
  ): Promise<boolean> {
    const credentials = await this.#options.signer.credentials();
    if (credentials?.accessKeyId !== accessKeyId) return false;
    return host === undefined || host === this.#options.placeOf(region, bucket).origin.host;
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async #dress(request: UpstreamRequest, region: string): Promise<Outgoing> {
    const { method, bucket, key, query, headers } = request;
    const { origin, isVirtualHost } = this.#options.placeOf(region, bucket);
    const inPath = bucket === undefined || isVirtualHost ? '' : `/${bucket}`;
    const path = `${inPath}/${encodePath(key ?? '')}`;
    const unsigned = { method, origin, path, query, headers: onlySigned(headers) };
    const authorized = request.isPresigned
      ? { host: origin.host }
      : await signed(this.#options.signer, region, unsigned);
    const pairs = [...query].map(([name, value]) => `${encodeQuery(name)}=${encodeQuery(value)}`);
    const target = pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
    return { method, origin, target, headers: { ...headers, ...authorized } };
  }

  #exchange(outgoing: Outgoing, { body, signal }: UpstreamRequest): Promise<IncomingMessage> {
    const { origin, method, target, headers } = outgoing;
    const protocol = origin.protocol as 'http:' | 'https:';
    const send = protocol === 'https:' ? requestTls : requestPlain;
    return new Promise((resolve, reject) => {
      const request = send({
        host: origin.hostname.replace(/^\[|\]$/g, ''),
        port: origin.port || (protocol === 'https:' ? 443 : 80),
        method,
        path: target,
        headers: body?.expectsContinue ? { ...headers, expect: '100-continue' } : headers,
        setHost: false,
        // Replaces the agent's timeout, which is meant for idle connections but also applies while one is being
        // established.
        timeout: STALLED_MS,
        agent: this.#agents[protocol],
        signal,
      });
      request.once('timeout', () => request.destroy(stalled()));
      request.on('response', resolve);
      request.on('error', (error) => reject(Object.assign(error, { reusedSocket: request.reusedSocket })));
      // After a 101, which was not asked for, there is neither a response nor an error.
      request.on('close', () => reject(brokenOff()));
      if (body === undefined) endWithoutBody(request);
      else sendBody(request, body);
    });
  }
}

interface Outgoing {
  method: string;
  origin: URL;
  target: string;
  headers: Record<string, string>;
}

/**
 * Sends a length only if the client did. Node would add a length of 0, but S3 refuses some requests without a length,
 * and the client must see that.
 */
function endWithoutBody(request: ClientRequest): void {
  if (!request.hasHeader('content-length')) {
    request.removeHeader('content-length');
    request.removeHeader('transfer-encoding');
  }
  request.end();
}

function sendBody(request: ClientRequest, body: NonNullable<UpstreamRequest['body']>): void {
  // For some methods, such as DELETE, Node would send the body of unknown length as if it were the next request.
  if (!request.hasHeader('content-length')) request.setHeader('transfer-encoding', 'chunked');
  const start = () => pump(body.open(), request);
  if (!body.expectsContinue) {
    start();
    return;
  }
  const timer = setTimeout(go, CONTINUE_WITHIN_MS);
  const forget = () => clearTimeout(timer);
  request.once('continue', go);
  // S3 answered without asking for the body, so the client does not send it.
  request.once('response', forget);
  request.once('close', forget);
  request.flushHeaders();
  function go(): void {
    clearTimeout(timer);
    request.off('continue', go);
    start();
  }
}

/**
 * Pipes the client's stream to S3's through the streams in between. `pipeline` is not used: if S3 answers before it
 * has read the body, `pipeline` would close the client's connection before the client sees the response.
 */
function pump([source, ...between]: Readable[], request: ClientRequest): void {
  const stop = () => {
    source!.unpipe();
    source!.resume();
  };
  let last: Readable = source!;
  for (const step of between as Duplex[]) {
    last = last.pipe(step);
    step.once('error', (error) => request.destroy(error));
  }
  source!.once('error', (error) => request.destroy(error));
  request.once('error', stop);
  request.once('close', stop);
  last.pipe(request);
}

/** Looks like an error of the operating system, so that clients get a 503 and try again. */
function stalled(): Error {
  const error = new Error('the connection to S3 was idle for too long');
  return Object.assign(error, { code: 'ETIMEDOUT', syscall: 'read' });
}

function brokenOff(): Error {
  return Object.assign(new Error('the connection to S3 was closed'), { code: 'ECONNRESET', syscall: 'read' });
}

function isRead({ method, body }: UpstreamRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && body === undefined;
}

function isStale(error: unknown): boolean {
  const { code, reusedSocket } = error as { code?: string; reusedSocket?: boolean };
  return reusedSocket === true && (code === 'ECONNRESET' || code === 'EPIPE');
}

function onlySigned(headers: UpstreamRequest['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => SIGNED.test(name)));
}

function encodeQuery(text: string): string {
  return encodePath(text).replaceAll('/', '%2F');
}
