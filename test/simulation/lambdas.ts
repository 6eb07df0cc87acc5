/** The instances: readers and invalidators around the real core, each with its own clock, memory and death. */
import { createChangeApplier } from '../../lambdas/core/changes/apply.ts';
import { createFills } from '../../lambdas/core/fills/fills.ts';
import type { ChangeApplier } from '../../lambdas/core/model/change.ts';
import type { Entry } from '../../lambdas/core/model/entry.ts';
import type { ServedBucket } from '../../lambdas/core/model/served-bucket.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { DecodedCache } from '../../lambdas/core/ports/decoded-cache.ts';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';
import type { Fills } from '../../lambdas/core/questions/fill.ts';
import type { Reader } from '../../lambdas/core/questions/reader.ts';
import { createReader } from '../../lambdas/core/reader.ts';
import { type Break, type Inside, withMethods } from './break.ts';
import type { Faults } from './faults.ts';
import type { FillMessages } from './fills/queue.ts';
import { SimulatedFills } from './fills/table.ts';
import type { IndexItems } from './index-items.ts';
import { Instance, type Surroundings } from './instance.ts';
import type { Prng } from './prng.ts';
import type { S3History } from './s3-history.ts';
import { SimulatedStore } from './store.ts';
import { SimulatedTable } from './table.ts';

export const TELEMETRY: Telemetry = { count: () => {} };

/** The settings that a deploy may change. */
export interface Version {
  bucket: ServedBucket;
  isServed: boolean;
  /** A second bucket, which is always served. */
  neighbour?: ServedBucket;
}

export interface ReaderLambda {
  instance: Instance;
  version: Version;
  reader: Reader;
  fills: Fills;
  store: SimulatedStore;
  table: SimulatedTable;
  /** Questions in progress. */
  busy: number;
  /** The number of questions begun so far. */
  begun: number;
  death: Promise<'crashed'>;
  die: () => void;
}

export interface InvalidatorLambda {
  instance: Instance;
  applier: ChangeApplier;
  /** Informs a break about the current batch. */
  inside: Inside;
}

export interface Factory {
  around: Surroundings;
  s3: ReadonlyMap<string, S3History>;
  items: IndexItems;
  prng: Prng;
  /** The random generator for everything about fills. */
  fillPrng: Prng;
  fillMessages: FillMessages;
  /** The newest settings. An instance keeps the settings with which it started. */
  version: Version;
  keepSlackMs: number;
  requestBudgetMs: number;
  clockMarginMs: number;
  /** Maximum number of objects in a part of a digest. */
  digestObjects: number;
  broken: Break | undefined;
}

/** Clock errors that are so far beyond the margin that the Date of one answer shows them. */
const WRONG_BY_MS = [-600_000, -8_000, 8_000, 600_000];

/** Draws a clock error, within the margin or far beyond it. */
export function drawClockMs(factory: Factory): number {
  const wrong = factory.around.faults.strikes('clockWrong') ? factory.prng.pick(WRONG_BY_MS) : 0;
  return drawSkewMs(factory) + wrong;
}

/** Draws a clock error such that any two clocks differ by at most the margin. */
export function drawSkewMs({ prng, clockMarginMs }: Factory): number {
  return prng.int(-clockMarginMs / 2, clockMarginMs / 2);
}

export function startReader(factory: Factory, name: string): ReaderLambda {
  const { around, s3, items, prng, broken } = factory;
  const instance = new Instance(name, drawClockMs(factory), {
    ...around,
    clockMarginMs: factory.clockMarginMs,
  });
  const store = new SimulatedStore(s3, instance, around.faults, prng);
  const table = new SimulatedTable(items, instance, around.faults, prng);
  const inside = insideOf(factory, 'reader', { instance, table, storeFailed: () => store.lastFailed });
  let ids = 0;
  const random = { id: () => `${name}-${ids++}` };
  const clock = clockOf(instance, broken);
  const reader = createReader({
    store: withMethods<ObjectStore>(store, broken?.store?.(store, inside)),
    table: withMethods<IndexTable>(table, broken?.table?.(table, inside)),
    clock,
    waiter: broken?.waiter?.(instance) ?? instance,
    random,
    telemetry: TELEMETRY,
    decoded: decodedCache(around.faults),
    settings: {
      clockMarginMs: broken?.clockMarginMs ?? factory.clockMarginMs,
      requestBudgetMs: factory.requestBudgetMs,
      digestObjects: factory.digestObjects,
    },
  });
  const fills = createFills({
    fills: new SimulatedFills(items, instance, around.faults, factory.fillPrng),
    queue: factory.fillMessages.of(instance),
    clock,
    random,
  });
  const { promise: death, resolve } = Promise.withResolvers<'crashed'>();
  const die = () => {
    instance.crash();
    resolve('crashed');
  };
  return { instance, version: factory.version, reader, fills, store, table, busy: 0, begun: 0, death, die };
}

export function startInvalidator(factory: Factory, name: string): InvalidatorLambda {
  const { around, items, prng, broken } = factory;
  const instance = new Instance(name, drawClockMs(factory), {
    ...around,
    clockMarginMs: factory.clockMarginMs,
  });
  const table = new SimulatedTable(items, instance, around.faults, prng);
  const inside = insideOf(factory, 'invalidator', { instance, table, storeFailed: () => false });
  const applier = createChangeApplier({
    table: withMethods<IndexTable>(table, broken?.table?.(table, inside)),
    clock: clockOf(instance, broken),
    waiter: instance,
    telemetry: TELEMETRY,
    settings: {
      clockMarginMs: broken?.clockMarginMs ?? factory.clockMarginMs,
      keepSlackMs: factory.keepSlackMs,
    },
  });
  return { instance, inside, applier: broken?.applier?.(applier, inside) ?? applier };
}

export function insideOf(
  { s3, items, version, clockMarginMs: marginMs, keepSlackMs: slackMs }: Factory,
  role: Inside['role'],
  { instance, table, storeFailed }: Pick<Inside, 'instance' | 'table' | 'storeFailed'>,
): Inside {
  return {
    role,
    instance,
    version,
    marginMs,
    slackMs,
    items: items.of(version.bucket.name),
    s3: s3.get(version.bucket.name)!,
    table,
    storeFailed,
    eventAtMs: 0,
    receivedAtMs: 0,
    later: [],
  };
}

export function clockOf(instance: Instance, broken: Break | undefined): Clock {
  return { now: () => instance.now(), offsetMs: () => (broken?.trustsClocks ? 0 : instance.offsetMs()) };
}

/** A cache that may forget anything at any time. */
export function decodedCache(faults: Faults): DecodedCache {
  const held = new Map<string, readonly Entry[]>();
  return {
    get: (key) => (faults.strikes('decodedForgotten') ? undefined : held.get(key)),
    set: (key, entries) => void held.set(key, entries),
  };
}
