/** S3 as the functions use it: a client for each served bucket. */
import type { FailureLog } from '../../core/ports/failed-call.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { type BucketPlace, createClients } from './clients.ts';
import { createS3Store } from './store.ts';

export function connectS3(options: {
  buckets: readonly BucketPlace[];
  plugin?: Parameters<typeof createClients>[1];
  telemetry: Telemetry;
  onFailure?: FailureLog;
}): ObjectStore {
  const { buckets, plugin, telemetry, onFailure } = options;
  const elsewhere = new Set(buckets.filter((it) => it.endpoint !== undefined).map((it) => it.served.name));
  return createS3Store({
    clientFor: createClients(buckets, plugin),
    telemetry,
    isAws: (bucket) => !elsewhere.has(bucket),
    onFailure,
  });
}
