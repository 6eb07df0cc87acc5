/** A service with prepared answers. Records what the client sent and how long it waited. */
import { type Client, type ClientOptions, createClient } from '../../../../contract/client.ts';

export interface Sent {
  method: string;
  url: URL;
  headers: Headers;
  body?: unknown;
}

/** An answer, an error to throw, or a function that makes one of them from the request. */
export type Prepared = Response | Error | ((sent: Sent, signal: AbortSignal) => Response | Promise<Response>);

export interface FakeService {
  client: Client;
  sent: Sent[];
  /** The length of each wait in milliseconds, in order. */
  waits: number[];
}

export const ENDPOINT = 'https://index.example';

/** Answers the requests in order. A request for which no answer is prepared is an error of the test. */
export function fakeService(prepared: Prepared[], options: Partial<ClientOptions> = {}): FakeService {
  const sent: Sent[] = [];
  const waits: number[] = [];
  const left = [...prepared];
  const client = createClient({
    endpoint: ENDPOINT,
    now: () => Date.UTC(2026, 10, 22),
    random: () => 0.5,
    wait: async (ms, signal) => {
      signal?.throwIfAborted();
      waits.push(ms);
    },
    fetch: async (input, init) => {
      const one: Sent = {
        method: init?.method ?? 'GET',
        url: new URL(String(input)),
        headers: new Headers(init?.headers),
        ...(init?.body && { body: JSON.parse(String(init.body)) }),
      };
      sent.push(one);
      const next = left.shift();
      if (next === undefined) throw new Error('no answer is prepared for this request');
      if (next instanceof Error) throw next;
      return typeof next === 'function' ? next(one, init?.signal as AbortSignal) : next;
    },
    ...options,
  } as ClientOptions);
  return { client, sent, waits };
}

export function json(body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json', ...headers } });
}

/** An error answer in the service's own format. */
export function problem(
  status: number,
  code: string,
  detail: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(
    JSON.stringify({ type: `urn:s3dex:problem:${code}`, title: code, status, detail, code }),
    {
      status,
      headers: { 'content-type': 'application/problem+json', ...headers },
    },
  );
}

export const page = (names: string[], nextCursor?: string) => ({
  bucket: 'demo',
  prefix: 'a/',
  entries: names.map((name) => ({ type: 'object', name, key: `a/${name}`, size: 1 })),
  nextCursor,
});
