/**
 * The local S3 endpoint. It is small, but exact in listing, on which this project depends. It refuses unsupported
 * requests as S3 does. It uses path-style addresses, listens only on loopback and accepts any credentials.
 * operations.ts has the table of operations.
 */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAX_HEADER_BYTES } from '../../front/wire/limits.ts';
import { CONNECTION_BACKLOG } from '../../shared/connection-backlog.ts';
import { createEmitter, type OnEvent } from './emitter.ts';
import { type ImportOutcome, importDirectory } from './import-directory.ts';
import type { RequestKind } from './operations.ts';
import { createRequestListener, type Latency } from './request-listener.ts';
import { Storage } from './storage.ts';
import { Uploads } from './uploads.ts';

export interface LocalS3Options {
  /** The port; 0 means any free port. The host is always 127.0.0.1. */
  port: number;
  latency?: Latency;
  /** Called for every write, when it is visible and before it is answered. */
  onEvent?: OnEvent;
  /** Epoch ms. */
  clock?: () => number;
}

export type Requests = Readonly<Record<RequestKind, number>>;

export interface Door {
  url: string;
  requests: Requests;
}

export interface LocalS3 {
  url: string;
  port: number;
  /** For creating buckets and objects without HTTP. Such changes send no events. */
  storage: Storage;
  /** Number of requests received, by kind. */
  requests: Requests;
  /** Opens a second address of the same S3, with its own counters, so that its callers can be distinguished. */
  openDoor(): Promise<Door>;
  /** Lets pages of this origin read answers (CORS). Other pages cannot. */
  allowReader(origin: string): void;
  /** Number of events for which onEvent failed. */
  readonly eventFailures: number;
  /** Serves a folder under a prefix. Creates the bucket if it does not exist. Rejects if the path is not a folder. */
  importDirectory(bucket: string, prefix: string, directory: string): Promise<ImportOutcome>;
  /** Stops the server and closes all connections. */
  close(): Promise<void>;
}

/**
 * Clients reuse connections. If the server closed idle connections before the clients do, some requests would fail.
 */
const KEEP_ALIVE_MS = 65_000;
/** A request that is not complete after this time is aborted. On loopback, even the largest takes only seconds. */
const REQUEST_TIMEOUT_MS = 60_000;

const SERVER_OPTIONS = {
  maxHeaderSize: MAX_HEADER_BYTES,
  keepAliveTimeout: KEEP_ALIVE_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
};

/** Starts the endpoint. Rejects if the port is not available. */
export async function startLocalS3(options: LocalS3Options): Promise<LocalS3> {
  const { onEvent, latency = {}, clock = Date.now } = options;
  const storage = new Storage(clock);
  const emitter = createEmitter(onEvent, clock);
  const readers = new Set<string>();
  const shared = { storage, uploads: new Uploads(), clock, emitter, latency, readers };
  const servers: Server[] = [];
  const open = async (port: number) => {
    const requests: Record<RequestKind, number> = { list: 0, head: 0, get: 0, put: 0, delete: 0, other: 0 };
    const server = createServer(SERVER_OPTIONS, createRequestListener({ ...shared, requests }));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host: '127.0.0.1', backlog: CONNECTION_BACKLOG }, resolve);
    });
    servers.push(server);
    const address = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${address.port}`, port: address.port, requests };
  };

  return {
    ...(await open(options.port)),
    storage,
    openDoor: () => open(0),
    allowReader: (origin) => void readers.add(origin),
    get eventFailures() {
      return emitter.failures;
    },
    async importDirectory(bucket, prefix, directory) {
      storage.createBucket(bucket);
      return importDirectory(storage.bucket(bucket), prefix, directory);
    },
    async close() {
      await Promise.all(servers.map(closed));
    },
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
