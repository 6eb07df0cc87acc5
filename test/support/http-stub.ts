/** An HTTP server on loopback with scripted answers, and the S3 adapter that uses it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { withOwnReading } from '../../lambdas/adapters/s3/protocol.ts';
import { createS3Store } from '../../lambdas/adapters/s3/store.ts';
import type { FailureLog } from '../../lambdas/core/ports/failed-call.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';

export interface HttpStub {
  endpoint: string;
  store: ObjectStore;
  /** Sets the answer to all later requests. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

export async function startHttpStub(options: { onFailure?: FailureLog } = {}): Promise<HttpStub> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => stub.answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = withOwnReading(
    new S3Client({
      ...{ endpoint, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 },
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    }),
  );
  const stub: HttpStub = {
    endpoint,
    store: createS3Store({ clientFor: () => client, telemetry: { count: () => {} }, ...options }),
    answer: (_request, response) => void response.writeHead(500).end(),
    async close() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;
}
