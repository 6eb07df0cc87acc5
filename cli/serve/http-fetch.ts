/**
 * Implements the client's `fetch` over node:http. Node's own `fetch` compiles its parser at the first request, which
 * takes 12 MB, and 22 MB at that moment. This one uses the parser that the endpoint needs anyway. It supports only
 * what the client uses: a text body, one answer, no redirects.
 */
import {
  type AgentOptions,
  globalAgent,
  type IncomingMessage,
  Agent as PlainAgent,
  request as requestPlain,
} from 'node:http';
import { request as requestTls, Agent as TlsAgent } from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** Further requests wait for a free connection. */
const MAX_SOCKETS = 512;
/** Idle connections are closed after this time, before the service closes them during a request. */
const IDLE_SOCKET_MS = 4_000;
/** Statuses of answers that have no body. */
const WITHOUT_BODY = new Set([204, 205, 304]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const ZIPPED = /^(?:x-)?gzip$/i;
const unzip = promisify(gunzip);

/** Idle connections do not keep the process running. */
export function httpFetch(): typeof fetch {
  // Set if the user asks Node for a proxy, by NODE_USE_ENV_PROXY or --use-env-proxy. The types do not know the property.
  const { proxyEnv } = (globalAgent as unknown as { options: AgentOptions }).options;
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_SOCKET_MS, proxyEnv };
  const agents = { 'http:': new PlainAgent(options), 'https:': new TlsAgent(options) };
  return async (input, init = {}) => {
    const url = new URL(String(input));
    const exchange = () => send(url, init, agents[url.protocol as keyof typeof agents]);
    const answer = await exchange().catch((error) => {
      // The service closed an idle connection just when the request was sent on it. If it processed the request
      // all the same, sending it again is safe: serve sends only reads and invalidations, which can be repeated.
      if (isStale(error) && init.signal?.aborted !== true) return exchange();
      throw error;
    });
    return responseOf(answer);
  };
}

function send(url: URL, init: RequestInit, agent: PlainAgent): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestTls : requestPlain;
  const { method, signal, body } = init;
  const headers = {
    'accept-encoding': 'gzip',
    ...Object.fromEntries(new Headers(init.headers)),
    // Node adds it only for some methods.
    ...(typeof body === 'string' && { 'content-length': String(Buffer.byteLength(body)) }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent, signal: signal ?? undefined });
    outgoing.on('response', resolve);
    outgoing.on('error', (error) => reject(Object.assign(error, { reusedSocket: outgoing.reusedSocket })));
    // After a 101, which was not asked for, there is neither an answer nor an error.
    outgoing.on('close', () => reject(new TypeError('the connection was closed without an answer')));
    outgoing.end(body ?? undefined);
  });
}

async function responseOf(answer: IncomingMessage): Promise<Response> {
  const { statusCode: status = 502, statusMessage: statusText } = answer;
  const headers = new Headers();
  for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2)
    headers.append(answer.rawHeaders[i]!, answer.rawHeaders[i + 1]!);
  const bytes: Buffer = Buffer.concat(await answer.toArray());
  if (REDIRECTS.has(status)) throw new TypeError('unexpected redirect');
  const isZipped = ZIPPED.test(headers.get('content-encoding') ?? '') && bytes.length > 0;
  const body = isZipped ? await unzip(bytes) : bytes;
  return new Response(WITHOUT_BODY.has(status) ? null : new Uint8Array(body), {
    ...{ status, statusText, headers },
  });
}

function isStale(error: unknown): boolean {
  const { code, reusedSocket } = error as { code?: string; reusedSocket?: boolean };
  return reusedSocket === true && (code === 'ECONNRESET' || code === 'EPIPE');
}
