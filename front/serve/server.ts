/** An S3 endpoint on loopback, in front of the index. */

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Client } from '../../contract/client.ts';
import { CONNECTION_BACKLOG } from '../../shared/connection-backlog.ts';
import type { HeadMode } from '../resolver/head-answer.ts';
import { Resolver } from '../resolver/resolver.ts';
import { MAX_HEADER_BYTES } from '../wire/limits.ts';
import { UNSIGNED_PAYLOAD } from './body.ts';
import { type AskBucket, BucketSettings } from './bucket-settings.ts';
import { type HandlerParts, handle } from './handler.ts';
import { hasObjectLock } from './object-locks.ts';
import { ownerOf } from './owners.ts';
import { isRegional, placesOf } from './places.ts';
import { Regions } from './regions.ts';
import type { Credentials } from './sign.ts';
import { statusPage } from './status-page.ts';
import { Tally, type TallyReport } from './tally.ts';
import { Upstream } from './upstream.ts';
import { YoungGarbage, youngCollection } from './young-garbage.ts';

export interface ServeOptions {
  /** 0: a free port. */
  port: number;
  /** The client of the service, created with SERVICE_TUNING. */
  client: Client;
  /** The URL of another S3 server. Absent: AWS. */
  s3Endpoint?: string;
  /** The Region to try first for unknown buckets. */
  region: string;
  /** The credentials for S3; `undefined` when there are none. */
  credentials: () => Promise<Credentials | undefined>;
  head: HeadMode;
  /** Only requests signed with this key are accepted. Absent: all requests are accepted. */
  key?: Credentials;
  /** Epoch ms. */
  now: () => number;
  warn: (line: string) => void;
  trace: (line: string) => void;
}

export interface Serving {
  url: string;
  report(): TallyReport;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/**
 * Settings for the client of the service. An index that is slower than S3 is useless, so a request passes to S3 after
 * a timeout and is not retried. The timeout covers a cold listing, for which the service sends a LIST and writes to
 * its table.
 */
export const SERVICE_TUNING = { retries: 0, timeoutMs: 5_000 } as const;
/**
 * Clients keep connections open. If the server closed idle connections before the clients do, a client's next request
 * would sometimes fail.
 */
const KEEP_ALIVE_MS = 65_000;
const HEADERS_TIMEOUT_MS = 60_000;
const REQUEST_ID_BYTES = 8;
const OWN_QUESTION_MS = 5_000;

/** Rejects when the port is not available. */
export async function startServing(options: ServeOptions): Promise<Serving> {
  const { now, warn, trace, s3Endpoint, key } = options;
  let calls = 0;
  const client = counted(options.client, () => calls++);
  const tally = new Tally(now(), () => calls);
  const upstream = new Upstream({
    placeOf: placesOf(s3Endpoint),
    signer: { credentials: options.credentials, now },
  });
  const regions = new Regions(options.region);
  const ask: AskBucket = (bucket, parameters) => askBucket(upstream, regions, bucket, parameters);
  const owners = new BucketSettings((bucket) => ownerOf(ask, bucket), now);
  const locks = new BucketSettings((bucket) => hasObjectLock(ask, bucket), now);
  const resolver = new Resolver({
    ...{ client, head: options.head, now, warn },
    ownerOf: (bucket) => owners.of(bucket),
    hasObjectLock: async (bucket) => (await locks.of(bucket)) === true,
  });
  const parts: HandlerParts = {
    ...{ resolver, tally, upstream, regions, now, trace },
    garbage: new YoungGarbage(youngCollection()),
    isRegional: isRegional(s3Endpoint),
    key,
    requestId: () => randomBytes(REQUEST_ID_BYTES).toString('hex').toUpperCase(),
    beside: statusPage(() => ({ ...tally.report(), serviceDownSince: resolver.service.downSince })),
  };
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
    // An upload may take hours.
    requestTimeout: 0,
  });
  server.on('request', (message, response) => void handle(parts, message, response, false));
  // The client sends its body only after S3 has asked for it.
  server.on('checkContinue', (message, response) => void handle(parts, message, response, true));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: HOST, backlog: CONNECTION_BACKLOG }, resolve);
  });
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    report: () => tally.report(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        upstream.close();
      }),
  };
}

/** Asks S3 about a bucket for the endpoint's own use. `undefined` if the status is not 200. */
async function askBucket(
  upstream: Upstream,
  regions: Regions,
  bucket: string,
  parameters: Record<string, string>,
): Promise<Buffer | undefined> {
  const query = new Map(Object.entries(parameters));
  const headers = { 'x-amz-content-sha256': UNSIGNED_PAYLOAD };
  const signal = AbortSignal.timeout(OWN_QUESTION_MS);
  const answer = await upstream.send({ method: 'GET', bucket, query, headers, signal }, regions.of(bucket));
  const body = Buffer.concat(await answer.toArray());
  return answer.statusCode === 200 ? body : undefined;
}

/** Wraps the client to count its calls. */
function counted(client: Client, count: () => void): Client {
  return new Proxy(client, {
    get(target, name, receiver) {
      const method = Reflect.get(target, name, receiver) as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        count();
        return method.apply(target, args);
      };
    },
  });
}
