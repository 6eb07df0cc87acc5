/**
 * The local S3 endpoint: small, exact where this project lives by it (listing), and honest elsewhere: what it cannot do is
 * refused with S3's NotImplemented. Path style, loopback, any credentials. See LOCAL.md's list of operations in operations.ts.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Endpoint } from './endpoint.ts';
import { eventMessage, type ObjectWrite, type S3EventRecordMessage } from './event-message.ts';
import { type ImportOutcome, importDirectory } from './import-directory.ts';
import { MAX_HEADER_BYTES } from './limits.ts';
import { chooseOperation, type RequestKind } from './operations.ts';
import { errorReply, type Reply, sendReply } from './reply.ts';
import { parseTarget, type S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import { createSequencer } from './sequencer.ts';
import { Storage } from './storage.ts';
import { Uploads } from './uploads.ts';

export interface LocalS3Options {
  /** 0: a free one. The host is always 127.0.0.1. */
  port: number;
  /** Waits added to every LIST and every HEAD, as a real S3's network and work would. */
  latency?: { listMs?: number; headMs?: number };
  /** Called for every write after it is visible and before it is answered. */
  onEvent?: (event: S3EventRecordMessage) => void | Promise<void>;
  /** Epoch ms. */
  clock?: () => number;
}

export interface LocalS3 {
  url: string;
  port: number;
  /** For setting up without HTTP: no events come from here. */
  storage: Storage;
  /** Requests answered so far, by kind. */
  requests: Readonly<Record<RequestKind, number>>;
  /** Writes whose onEvent failed. */
  readonly eventFailures: number;
  /** Serves a folder under a prefix, creating the bucket when it is missing. Rejects when it is no folder. */
  importDirectory(bucket: string, prefix: string, directory: string): Promise<ImportOutcome>;
  close(): Promise<void>;
}

/** Clients keep connections; a server that closes idle ones first makes their next request fail now and then. */
const KEEP_ALIVE_MS = 65_000;
const REQUEST_ID_BYTES = 8;

export async function startLocalS3(options: LocalS3Options): Promise<LocalS3> {
  const clock = options.clock ?? Date.now;
  const storage = new Storage(clock);
  const uploads = new Uploads();
  const nextSequencer = createSequencer(clock);
  const requests: Record<RequestKind, number> = { list: 0, head: 0, get: 0, put: 0, delete: 0, other: 0 };
  let eventFailures = 0;

  /**
   * Waiting for the receiver means that a writer who has its answer knows the event is on its way. A receiver that
   * fails loses the event, not the write: the object is there already.
   */
  async function emit(write: ObjectWrite): Promise<void> {
    try {
      await options.onEvent?.(eventMessage(write, clock(), nextSequencer()));
    } catch {
      eventFailures++;
    }
  }

  async function answer(request: S3Request, requestId: string): Promise<Reply> {
    const operation = chooseOperation(request);
    requests[operation.kind]++;
    const endpoint: Endpoint = { storage, uploads, clock, emit: (write) => emit({ ...write, requestId }) };
    const reply = operation.run(endpoint, request);
    // The wait comes after the look, so that an answer is as old as its latency when it arrives.
    await Promise.allSettled([reply]);
    const waitMs = latencyOf(operation.kind, options.latency);
    if (waitMs > 0) await wait(waitMs, undefined, { ref: false });
    return reply;
  }

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomBytes(REQUEST_ID_BYTES).toString('hex').toUpperCase();
    const method = message.method ?? 'GET';
    response.setHeader('server', 'AmazonS3');
    response.setHeader('x-amz-request-id', requestId);
    let request: S3Request | undefined;
    let reply: Reply;
    try {
      request = { ...parseTarget(message.url ?? ''), method, headers: message.headers, message };
      reply = await answer(request, requestId);
    } catch (error) {
      // A client that went away in mid-request is told so on a closed socket; only our own bugs are worth a line.
      if (!(error instanceof S3Error) && !message.destroyed) console.error('local S3:', error);
      reply = errorReply(error, request ?? {}, requestId);
    }
    await sendReply(response, reply, method);
  }

  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE_MS },
    (message, response) => {
      serve(message, response).catch((error) => {
        console.error('local S3:', error);
        response.destroy();
      });
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    storage,
    requests,
    get eventFailures() {
      return eventFailures;
    },
    async importDirectory(bucket, prefix, directory) {
      storage.createBucket(bucket);
      return importDirectory(storage.bucket(bucket), prefix, directory);
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function latencyOf(kind: RequestKind, latency: LocalS3Options['latency']): number {
  if (kind === 'list') return latency?.listMs ?? 0;
  return kind === 'head' ? (latency?.headMs ?? 0) : 0;
}
