/**
 * A proxy in front of the emulator, because of two differences from AWS (ministack 1.5.33):
 * - it speaks plain HTTP, which policies refuse (`aws:SecureTransport`): so requests are passed on with
 *   `X-Forwarded-Proto`, as by a proxy that terminates TLS;
 * - it omits ConsumedCapacity from answers to BatchGetItem, which the adapter then treats as invalid.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** The front's address, for the app that puts it into the functions' environment. */
export const FRONT_VARIABLE = 'TEST_FRONT';
/** The value does not matter, because no test here counts units. */
const ANY_UNITS = 1;

export interface Front {
  url: string;
  stop(): Promise<void>;
}

export async function startFront(emulatorPort: number): Promise<Front> {
  const server = createServer((asked, reply) => {
    pass(asked, reply, emulatorPort).catch((error: Error) => reply.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function pass(asked: IncomingMessage, reply: ServerResponse, port: number): Promise<void> {
  const body = await buffer(asked);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    // The Host header is unchanged, because the signature covers it.
    const headers = { ...asked.headers, 'x-forwarded-proto': 'https' };
    request({ host: '127.0.0.1', port, method: asked.method, path: asked.url, headers })
      .on('response', resolve)
      .on('error', reject)
      .end(body);
  });
  const received = await buffer(answer);
  if (answer.statusCode !== 200 || !String(asked.headers['x-amz-target']).endsWith('.BatchGetItem')) {
    reply.writeHead(answer.statusCode ?? 502, answer.headers).end(received);
    return;
  }
  const counted = withCapacity(received);
  const { 'x-amz-crc32': _ofTheOldBody, ...headers } = answer.headers;
  reply.writeHead(200, { ...headers, 'content-length': counted.length }).end(counted);
}

function withCapacity(body: Buffer): Buffer {
  const answer = JSON.parse(body.toString()) as { Responses: object; ConsumedCapacity?: object[] };
  const tables = Object.keys(answer.Responses);
  answer.ConsumedCapacity ??= tables.map((TableName) => ({ TableName, CapacityUnits: ANY_UNITS }));
  return Buffer.from(JSON.stringify(answer));
}
