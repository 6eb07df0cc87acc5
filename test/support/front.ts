/**
 * The endpoint of `s3dex serve` in this process, before an upstream that a test scripts. The service is not there:
 * everything passes.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createClient } from '../../contract/client.ts';
import { SERVICE_TUNING, type ServeOptions, type Serving, startServing } from '../../front/serve/server.ts';

/** Nothing listens on it. */
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
  /** Connections made to it so far. */
  sockets: Socket[];
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * `checkContinue`: answers requests that wait with their body; by default they are asked for it and answered as
 * others.
 */
export async function startUpstream(answer: Answer, checkContinue?: Answer): Promise<Upstream> {
  const sockets: Socket[] = [];
  const server = createServer(answer);
  if (checkContinue) server.on('checkContinue', checkContinue);
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
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

/** What came over one connection until it ended, and how it ended. */
export interface RawExchange {
  text: string;
  end: 'ended' | 'reset';
}

/** Sends these bytes on a connection of its own. */
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
