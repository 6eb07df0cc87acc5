/**
 * Implements the client's `fetch` over node:http. Node's own `fetch` compiles its parser at the first request, which
 * takes 12 MB, and 22 MB at that moment. This one uses the parser that the endpoint needs anyway. It supports only
 * what the client uses: a text body, one answer, no redirects.
 */
import { type IncomingMessage, Agent as PlainAgent, request as requestPlain } from 'node:http';
import { request as requestTls, Agent as TlsAgent } from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** Further requests wait for a free connection. */
const MAX_SOCKETS = 512;
/** Idle connections are closed after this time, before the service closes them during a request. */
const IDLE_SOCKET_MS = 4_000;
/** Statuses of answers that have no body. */
const WITHOUT_BODY = new Set([204, 205, 304]);
const unzip = promisify(gunzip);

export interface HttpFetch {
  fetch: typeof fetch;
  /** Closes the connections. */
  close(): void;
}

export function httpFetch(env: Record<string, string | undefined>): HttpFetch {
  const options = {
    ...{ keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_SOCKET_MS },
    // Like Node's own fetch, uses a proxy only if the user enables it in Node.
    ...(env.NODE_USE_ENV_PROXY === '1' && { proxyEnv: env }),
  };
  const agents = { 'http:': new PlainAgent(options), 'https:': new TlsAgent(options) };
  return {
    fetch: async (input, init = {}) => {
      const url = new URL(String(input));
      const exchange = () => send(url, init, agents[url.protocol as keyof typeof agents]);
      const answer = await exchange().catch((error) => {
        // The service closed an idle connection just when the request was sent on it, and did not process the
        // request.
        if (isStale(error) && init.signal?.aborted !== true) return exchange();
        throw error;
      });
      return responseOf(answer);
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function send(url: URL, init: RequestInit, agent: PlainAgent): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestTls : requestPlain;
  const headers = { 'accept-encoding': 'gzip', ...Object.fromEntries(new Headers(init.headers)) };
  const { method, signal } = init;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent, signal: signal ?? undefined });
    outgoing.on('response', resolve);
    outgoing.on('error', (error) => reject(Object.assign(error, { reusedSocket: outgoing.reusedSocket })));
    outgoing.end(init.body ?? undefined);
  });
}

async function responseOf(answer: IncomingMessage): Promise<Response> {
  const { statusCode: status = 502, statusMessage: statusText } = answer;
  const headers = new Headers();
  for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2)
    headers.append(answer.rawHeaders[i]!, answer.rawHeaders[i + 1]!);
  const bytes: Buffer = Buffer.concat(await answer.toArray());
  if (status >= 300 && status < 400 && headers.has('location')) throw new TypeError('unexpected redirect');
  const isZipped = headers.get('content-encoding') === 'gzip' && bytes.length > 0;
  const body = isZipped ? await unzip(bytes) : bytes;
  return new Response(WITHOUT_BODY.has(status) ? null : new Uint8Array(body), {
    ...{ status, statusText, headers },
  });
}

function isStale(error: unknown): boolean {
  const { code, reusedSocket } = error as { code?: string; reusedSocket?: boolean };
  return reusedSocket === true && (code === 'ECONNRESET' || code === 'EPIPE');
}
