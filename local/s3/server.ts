/**
 * The local S3 endpoint: small, exact in listing (which this project lives by), and honest elsewhere: what it cannot do is
 * refused as S3 refuses it. Path style, loopback only, any credentials. operations.ts has the table of what it does.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAX_HEADER_BYTES } from '../../front/wire/limits.ts';
import { createEmitter, type OnEvent } from './emitter.ts';
import { type ImportOutcome, importDirectory } from './import-directory.ts';
import type { RequestKind } from './operations.ts';
import { createRequestListener, type Latency } from './request-listener.ts';
import { Storage } from './storage.ts';
import { Uploads } from './uploads.ts';

export interface LocalS3Options {
  /** 0: a free one. The host is always 127.0.0.1. */
  port: number;
  latency?: Latency;
  /** Called for every write after it is visible and before it is answered. */
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
  /** For setting up without HTTP: no events come from here. */
  storage: Storage;
  /** Requests received so far, by kind. */
  requests: Requests;
  /** A second address of the same S3, with a count of its own: whose calls come in there is known by it. */
  openDoor(): Promise<Door>;
  /** Events that onEvent failed on. */
  readonly eventFailures: number;
  /** Serves a folder under a prefix, creating the bucket when it is missing. Rejects when it is no folder. */
  importDirectory(bucket: string, prefix: string, directory: string): Promise<ImportOutcome>;
  /** Ends connections too. */
  close(): Promise<void>;
}

/** Clients keep connections; a server that closes idle ones first makes their next request fail now and then. */
const KEEP_ALIVE_MS = 65_000;
/** A request that has not come whole by then is given up; over loopback even the largest needs seconds. */
const REQUEST_TIMEOUT_MS = 60_000;

const SERVER_OPTIONS = {
  maxHeaderSize: MAX_HEADER_BYTES,
  keepAliveTimeout: KEEP_ALIVE_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
};

/** Rejects when the port cannot be had. */
export async function startLocalS3(options: LocalS3Options): Promise<LocalS3> {
  const { onEvent, latency = {}, clock = Date.now } = options;
  const storage = new Storage(clock);
  const emitter = createEmitter(onEvent, clock);
  const shared = { storage, uploads: new Uploads(), clock, emitter, latency };
  const servers: Server[] = [];
  const open = async (port: number) => {
    const requests: Record<RequestKind, number> = { list: 0, head: 0, get: 0, put: 0, delete: 0, other: 0 };
    const server = createServer(SERVER_OPTIONS, createRequestListener({ ...shared, requests }));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    servers.push(server);
    const address = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${address.port}`, port: address.port, requests };
  };

  return {
    ...(await open(options.port)),
    storage,
    openDoor: () => open(0),
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
