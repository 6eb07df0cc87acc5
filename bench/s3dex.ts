/**
 * s3dex as deployed: the HTTP handler and the invalidation handler with their adapters, and any number of instances
 * on one table.
 */

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { createDecodedCache } from '../lambdas/adapters/decoded-cache.ts';
import { createDynamoClient } from '../lambdas/adapters/dynamodb/client.ts';
import { createDynamoTable } from '../lambdas/adapters/dynamodb/table.ts';
import { createS3Client } from '../lambdas/adapters/s3/client.ts';
import { createS3Store } from '../lambdas/adapters/s3/store.ts';
import { createChangeApplier } from '../lambdas/core/changes/apply.ts';
import type { ServedBucket } from '../lambdas/core/model/served-bucket.ts';
import type { Telemetry } from '../lambdas/core/ports/telemetry.ts';
import { createReader } from '../lambdas/core/reader.ts';
import { createEventConsumer } from '../lambdas/events/consumer.ts';
import { formatCursor } from '../lambdas/http/cursor.ts';
import { LIST_MAX_KEYS } from '../shared/list-bound.ts';
import { type Asker, askerOf } from './asker.ts';
import { REGION } from './clients.ts';
import { BUCKET, type Contestant } from './contestant.ts';
import { Meter } from './meter.ts';
import type { Servers } from './servers/start.ts';
import { sqsEvent } from './sqs-event.ts';
import type { TreeSum } from './tree-contestant.ts';

export const SERVED: ServedBucket = {
  name: BUCKET,
  events: 's3',
  prefixes: [],
  listLifeMs: 3_600_000,
  statLifeMs: 3_600_000,
  tree: { roots: [''], lifeMs: 3_600_000 },
};
export const CORE_SETTINGS = { clockMarginMs: 100, requestBudgetMs: 20_000 };
const DECODED_CACHE_BYTES = 64 * 1024 * 1024;
/** Messages of one batch, as in the event source mapping. */
const EVENTS_A_BATCH = 10;

const cursorAfter = (prefix: string, key: string) =>
  formatCursor({ bucket: BUCKET, prefix }, key.slice(prefix.length));

const SILENT_LOG = { warn() {}, error() {} };
const clock = { now: () => Date.now() };
const waiter = { wait: (ms: number) => sleep(ms) };

/** One Lambda environment of the listing function. */
function createInstance(servers: Servers, tableName: string, meter: Meter): Asker & { stop(): void } {
  const dynamo: DynamoDBClient = meter.count(
    createDynamoClient({ region: REGION, endpoint: servers.dynamoUrl }),
    servers.latency.dynamoMs,
  );
  const s3: S3Client = meter.count(createS3Client({ region: REGION, endpoint: servers.s3Url }));
  const telemetry: Telemetry = { count() {} };
  const reader = createReader({
    store: createS3Store({ clientFor: () => s3, telemetry }),
    table: createDynamoTable({ client: dynamo, tableName, telemetry }),
    clock,
    waiter,
    random: { id: () => randomBytes(8).toString('base64url') },
    telemetry,
    decoded: createDecodedCache(DECODED_CACHE_BYTES),
    settings: CORE_SETTINGS,
  });
  return {
    ...askerOf(reader, SERVED),
    stop() {
      dynamo.destroy();
      s3.destroy();
    },
  };
}

export interface S3dex extends Contestant {
  instances: Asker[];
  newest(prefix: string, limit: number): Promise<string[]>;
  /** Lists everything below the prefix; returns the number of objects. */
  listBelow(prefix: string): Promise<number>;
  /** The complete usage of everything below the prefix. */
  usage(prefix: string): Promise<TreeSum>;
  /** The newest objects, read from all pages and sorted in the client. */
  newestOfAll(prefix: string, limit: number): Promise<string[]>;
  /** Counts of the invalidation, separate from those of reading. */
  readonly onEvents: Meter;
}

export async function createS3dex(servers: Servers, tableName: string, instanceCount = 1): Promise<S3dex> {
  await servers.createTable(tableName);
  const reads = new Meter();
  const onEvents = new Meter();
  const instances = Array.from({ length: instanceCount }, () => createInstance(servers, tableName, reads));
  const [first] = instances;
  const dynamo = onEvents.count(
    createDynamoClient({ region: REGION, endpoint: servers.dynamoUrl }),
    servers.latency.dynamoMs,
  );
  const telemetry: Telemetry = { count() {} };
  const consume = createEventConsumer({
    applier: createChangeApplier({
      table: createDynamoTable({ client: dynamo, tableName, telemetry }),
      clock,
      waiter,
      telemetry,
      settings: CORE_SETTINGS,
    }),
    servedBuckets: new Set([BUCKET]),
    telemetry,
    log: SILENT_LOG,
    functionGb: 0.5,
    clock,
  });
  let requests = 0;
  const counted = <T>(pages: { requests: number; value: T }): T => {
    requests += pages.requests;
    return pages.value;
  };
  return {
    name: 's3dex',
    instances,
    onEvents,
    get counts() {
      return { ...reads.calls, requests };
    },
    list: async (prefix) => counted(await first!.list(prefix)),
    async page(prefix, after) {
      const cursor = after === undefined ? undefined : cursorAfter(prefix, after);
      const { entries } = await first!.page(prefix, LIST_MAX_KEYS, { cursor });
      requests += 1;
      return entries.length;
    },
    listBelow: async (prefix) => counted(await first!.listBelow(prefix)),
    usage: async (prefix) => counted(await first!.usage(prefix)),
    newest: async (prefix, limit) => counted(await first!.newest(prefix, limit)),
    newestOfAll: async (prefix, limit) => counted(await first!.newestOfAll(prefix, limit)),
    stat: async (key) => counted(await first!.stat(key)),
    statMany: async (keys) => counted(await first!.statMany(keys)),
    async wrote(keys) {
      for (let i = 0; i < keys.length; i += EVENTS_A_BATCH) {
        const { batchItemFailures } = await consume(sqsEvent(BUCKET, keys.slice(i, i + EVENTS_A_BATCH)));
        if (batchItemFailures.length > 0) throw new Error('an event was not applied');
      }
    },
    stop() {
      for (const instance of instances) instance.stop();
      dynamo.destroy();
    },
  };
}
