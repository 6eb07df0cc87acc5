/**
 * The endpoint of `s3dex serve` in this process, with an upstream that the test scripts. There is no service, so
 * every request goes to the upstream.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createClient } from '../../contract/client.ts';
import { SERVICE_TUNING, type ServeOptions, type Serving, startServing } from '../../front/serve/server.ts';
import { CONNECTION_BACKLOG } from '../../shared/connection-backlog.ts';

/** An address on which nothing listens. */
const NOWHERE = 'http://127.0.0.1:1';
const UPSTREAM_KEY = { accessKeyId: 'UPSTREAM', secretAccessKey: 'upstream' };

export async function startFront(options: Partial<ServeOptions> & { s3Endpoint: string }): Promise<Serving> {
  return startServing({
    port: 0,
    client: createClient({ endpoint: NOWHERE, ...SERVICE_TUNING }),
    region: 'us-east-1',
    credentials: async () => UPSTREAM_KEY,
    head: 'full',
    now: Date.now,
    warn: () => {},
    trace: () => {},
    ...options,
  });
}

export interface Upstream {
  url: string;
  /** The connections made to the upstream so far. */
  sockets: Socket[];
  close(): Promise<void>;
}

/**
 * Longer than any test. The endpoint closes its idle connections after 4 s. Like S3, the upstream must not close them
 * earlier, because a write that is sent at that moment would fail.
 */
const KEEP_ALIVE_MS = 120_000;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * `checkContinue` answers requests with `Expect: 100-continue`. By default, their body is requested and they are
 * answered like other requests.
 */
export async function startUpstream(answer: Answer, checkContinue?: Answer): Promise<Upstream> {
  const sockets: Socket[] = [];
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, answer);
  if (checkContinue) server.on('checkContinue', checkContinue);
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) =>
    server.listen({ port: 0, host: '127.0.0.1', backlog: CONNECTION_BACKLOG }, resolve),
  );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The bytes that were received on one connection, and how the connection ended. */
export interface RawExchange {
  text: string;
  end: 'ended' | 'reset';
}

/** Sends these bytes on a new connection. */
export async function sendRaw(url: string, bytes: string): Promise<RawExchange> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let text = '';
  socket.on('data', (piece) => {
    text += piece.toString('latin1');
  });
  socket.write(bytes);
  return new Promise((resolve) => {
    let end: RawExchange['end'] = 'ended';
    socket.on('error', () => {
      end = 'reset';
    });
    socket.on('close', () => resolve({ text, end }));
  });
}
