/** A server in front of a DynamoDB engine that refuses calls as a test says. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOOPBACK } from '../../local/loopback.ts';

export interface TableGate {
  endpoint: string;
  /** The operations that were called, in order, also refused ones. */
  calls: string[];
  close(): void;
}

/** `refuse` returns the error's name, or nothing to pass the call on. It is called with the name of the operation. */
export async function startTableGate(
  engine: { endpoint: string },
  refuse: (operation: string) => string | undefined,
): Promise<TableGate> {
  const calls: string[] = [];
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1)!;
    calls.push(operation);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const error = refuse(operation);
    if (error !== undefined) {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(
        JSON.stringify({ __type: `com.amazon.coral.service#${error}`, message: `no ${operation}` }),
      );
      return;
    }
    const headers = Object.entries(request.headers).filter(
      ([name]) => !/^(host|connection|content-length)$/.test(name),
    );
    const answer = await fetch(engine.endpoint, {
      method: 'POST',
      headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
      body: Buffer.concat(chunks),
    });
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  return {
    endpoint: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    calls,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
