/** Both handlers with adapters in memory, so that only their own work is measured. */
import { createDecodedCache } from '../../lambdas/adapters/decoded-cache.ts';
import { createChangeApplier } from '../../lambdas/core/changes/apply.ts';
import { createReader } from '../../lambdas/core/reader.ts';
import { createEventConsumer, type EventConsumer } from '../../lambdas/events/consumer.ts';
import { createMemoryStore } from '../../test/support/memory/store.ts';
import { createMemoryTable } from '../../test/support/memory/table.ts';
import { handlerOf } from '../asker.ts';
import { BUCKET } from '../contestant.ts';
import { objectsOf } from '../directory.ts';
import { CORE_SETTINGS, SERVED } from '../s3dex.ts';

const DECODED_CACHE_BYTES = 64 * 1024 * 1024;

export interface MemoryService {
  handler: ReturnType<typeof handlerOf>;
  consume: EventConsumer;
}

export function createMemoryService(directories: { prefix: string; count: number }[]): MemoryService {
  const store = createMemoryStore();
  for (const directory of directories) {
    for (const { key, etag, ...facts } of objectsOf({ bucket: BUCKET, ...directory }))
      store.put(BUCKET, key, { ...facts, etag: `"${etag}"` });
  }
  const table = createMemoryTable();
  const clock = { now: () => Date.now() };
  const waiter = { wait: async () => {} };
  const telemetry = { count() {} };
  const reader = createReader({
    store,
    table,
    clock,
    waiter,
    random: { id: () => 'memory' },
    telemetry,
    decoded: createDecodedCache(DECODED_CACHE_BYTES),
    settings: CORE_SETTINGS,
  });
  const consume = createEventConsumer({
    applier: createChangeApplier({
      table,
      clock,
      waiter,
      telemetry,
      settings: CORE_SETTINGS,
    }),
    servedBuckets: new Set([BUCKET]),
    telemetry,
    log: { warn() {}, error() {} },
    functionGb: 0.5,
    clock,
  });
  return { handler: handlerOf(reader, SERVED), consume };
}
