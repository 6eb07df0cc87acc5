/** The product's S3 adapter on the stub's server, with short timeouts and without the pauses of adaptive retries. */
import { S3Client } from '@aws-sdk/client-s3';
import { withOwnReading } from '../../../lambdas/adapters/s3/protocol.ts';
import { withServerName } from '../../../lambdas/adapters/s3/server-name.ts';
import { createS3Store } from '../../../lambdas/adapters/s3/store.ts';
import type { FailureLog } from '../../../lambdas/core/ports/failed-call.ts';
import type { ObjectStore } from '../../../lambdas/core/ports/object-store.ts';
import type { Counter } from '../../../lambdas/core/ports/telemetry.ts';
import { type StubServer, startStubS3 } from './server.ts';
import type { StubS3 } from './stub.ts';

export interface StubbedStore {
  server: StubServer;
  store: ObjectStore;
  /** What the adapter counted since the last `forget`. */
  counts: Partial<Record<Counter, number>>;
  forget(): void;
  close(): Promise<void>;
}

export interface StubOptions {
  buckets?: Iterable<[string, StubS3]>;
  /** Does the adapter treat the stub as AWS? */
  isAws?: boolean;
  maxAttempts?: number;
  /**
   * The timeout of one attempt. Tests of silent servers wait that long. For other tests, it is long enough for a
   * loaded machine.
   */
  timeoutMs?: number;
  onFailure?: FailureLog;
}

export async function openStubbedStore(options: StubOptions = {}): Promise<StubbedStore> {
  const { buckets, isAws = false, maxAttempts = 1, timeoutMs = 20_000, onFailure } = options;
  const server = await startStubS3(buckets);
  const client = withServerName(
    withOwnReading(
      new S3Client({
        ...{ endpoint: server.endpoint, region: 'us-east-1', forcePathStyle: true, maxAttempts },
        credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
        requestHandler: { requestTimeout: timeoutMs, socketTimeout: timeoutMs, throwOnRequestTimeout: true },
      }),
    ),
  );
  const stubbed: StubbedStore = {
    server,
    counts: {},
    store: createS3Store({
      clientFor: () => client,
      isAws: () => isAws,
      onFailure,
      telemetry: {
        count: (counter, by = 1) => {
          stubbed.counts[counter] = (stubbed.counts[counter] ?? 0) + by;
        },
      },
    }),
    forget() {
      server.forget();
      stubbed.counts = {};
    },
    async close() {
      client.destroy();
      await server.close();
    },
  };
  return stubbed;
}
