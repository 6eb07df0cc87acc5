/** A fill worker: the real consumer around the real core, with its own clock and memory. It can die. */
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../../lambdas/core/ports/object-store.ts';
import { createInstance } from '../../../lambdas/core/request/instance.ts';
import { createFillConsumer, type FillConsumer } from '../../../lambdas/fills/consumer.ts';
import { messageText } from '../../../lambdas/fills/message.ts';
import { withMethods } from '../break.ts';
import { Instance } from '../instance.ts';
import { clockOf, decodedCache, drawClockMs, type Factory, insideOf, TELEMETRY } from '../lambdas.ts';
import { SimulatedStore } from '../store.ts';
import { SimulatedTable } from '../table.ts';
import type { Delivery } from './queue.ts';
import { SimulatedFills } from './table.ts';

/** The maximum number of ranges, so that even small fills are divided. */
const OPEN_RANGES = 4;
/** `WORKS_MS`, below: a worker hands its range over after this time. */
/** `MOST_NAMES`: S3 may answer with fewer names than requested. Then even a small fill needs many LISTs. */
const MOST_NAMES = [1, 1, 2, 5, 1_000];
const WORKS_MS = [1, 20, 200, 5_000];

export interface FillWorkerLambda {
  instance: Instance;
  consume: FillConsumer;
}

export function startFillWorker(factory: Factory, name: string): FillWorkerLambda {
  const { around, s3, items, fillPrng: prng, broken, fillMessages, version } = factory;
  const instance = new Instance(name, drawClockMs({ ...factory, prng }), {
    ...around,
    clockMarginMs: factory.clockMarginMs,
  });
  const store = new SimulatedStore(s3, instance, around.faults, prng);
  store.mostNames = prng.pick(MOST_NAMES);
  const table = new SimulatedTable(items, instance, around.faults, prng);
  const fills = new SimulatedFills(items, instance, around.faults, prng);
  const inside = insideOf(factory, 'worker', { instance, table, storeFailed: () => store.lastFailed });
  let ids = 0;
  const consume = createFillConsumer({
    worker: {
      instance: createInstance({
        store: withMethods<ObjectStore>(store, broken?.store?.(store, inside)),
        table: withMethods<IndexTable>(table, broken?.table?.(table, inside)),
        clock: clockOf(instance, broken),
        waiter: broken?.waiter?.(instance) ?? instance,
        random: { id: () => `${name}-${ids++}` },
        telemetry: TELEMETRY,
        decoded: decodedCache(around.faults),
        settings: {
          clockMarginMs: broken?.clockMarginMs ?? factory.clockMarginMs,
          requestBudgetMs: factory.requestBudgetMs,
          digestObjects: factory.digestObjects,
        },
      }),
      fills: withMethods(fills, broken?.fills?.(fills)),
      queue: fillMessages.of(instance),
      settings: { openRanges: OPEN_RANGES, workMs: prng.pick(WORKS_MS) },
    },
    buckets: new Map(servedBy(version).map((bucket) => [bucket.name, bucket])),
    telemetry: TELEMETRY,
    log: {
      warn: (text, fields) => instance.note(() => `${text} ${JSON.stringify(fields)}`),
      error: (text, fields) => instance.note(() => `${text} ${JSON.stringify(fields)}`),
    },
    functionGb: 1,
  });
  return { instance, consume };
}

/** Returns true if the message was processed and can be deleted. */
export async function hand({ consume }: FillWorkerLambda, { message, receives }: Delivery): Promise<boolean> {
  const attributes = { ApproximateReceiveCount: String(receives) };
  const record = { messageId: 'message', body: messageText(message), attributes };
  const { batchItemFailures } = await consume({ Records: [record as never] });
  return batchItemFailures.length === 0;
}

function servedBy({ bucket, isServed, neighbour }: Factory['version']) {
  return [...(isServed ? [bucket] : []), ...(neighbour ? [neighbour] : [])];
}
