/**
 * Many creations below one directory must cause only few writes of its mark, and the mark must always void what it
 * has to.
 */
import { describe, expect, test } from '@jest/globals';
import { createChangeApplier } from '../../../lambdas/core/changes/apply.ts';
import type { ChangeApplier } from '../../../lambdas/core/model/change.ts';
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';
import { createMemoryTable } from '../../support/memory/table.ts';
import { BUCKET, HOUR_MS, World } from '../../support/world.ts';

const ROOT = { bucket: BUCKET, prefix: '' };

/** A world over a table that can be emptied. */
class Emptiable extends World {
  readonly #tables: { now: IndexTable };

  constructor(tables = { now: createMemoryTable() }) {
    super({ table: () => port(() => tables.now) });
    this.#tables = tables;
  }

  get standing(): IndexTable {
    return port(() => this.#tables.now);
  }

  emptyTable(): void {
    this.#tables.now = createMemoryTable();
  }
}

function port(now: () => IndexTable): IndexTable {
  return new Proxy(now(), { get: (_, name) => Reflect.get(now(), name) });
}

/**
 * One invalidation instance, which remembers what it wrote, and the number of writes of the mark of `d/` in the root.
 */
function writer(world: Emptiable): { applier: ChangeApplier; writes: () => number } {
  let writes = 0;
  const { standing } = world;
  const table: IndexTable = new Proxy(standing, {
    get: (_, name) => {
      if (name !== 'writeMarks') return Reflect.get(standing, name);
      return (...asked: Parameters<IndexTable['writeMarks']>) => {
        if (asked[0].prefix === '' && asked[1] === 'd/') writes++;
        return standing.writeMarks(...asked);
      };
    },
  });
  const applier = createChangeApplier({
    table,
    clock: { now: () => world.now },
    waiter: { wait: async () => {} },
    telemetry: { count: () => {} },
    settings: { clockMarginMs: 0 },
  });
  return { applier, writes: () => writes };
}

async function watched(): Promise<Emptiable> {
  const world = new Emptiable();
  await world.list('');
  return world;
}

const created = (key: string) => [{ bucket: BUCKET, keys: [key], kind: 'created' as const }];

describe('the mark of a directory in which much appears', () => {
  test('is written about once a second', async () => {
    const world = await watched();
    const { applier, writes } = writer(world);
    for (let i = 0; i < 500; i++) {
      world.now += 10;
      await applier.apply(created(`d/${i}`), world.now);
    }
    expect(writes()).toBeLessThanOrEqual(7);
    const record = await world.standing.readRecord(ROOT, 'd/');
    expect(record?.marks.appearedAt).toBeGreaterThanOrEqual(world.now);
  });

  test('is not written ahead for a single creation now and then', async () => {
    const world = await watched();
    const { applier, writes } = writer(world);
    for (let i = 0; i < 5; i++) {
      world.now += 5_000;
      await applier.apply(created(`d/${i}`), world.now);
      const record = await world.standing.readRecord(ROOT, 'd/');
      expect(record?.marks.appearedAt).toBe(world.now);
    }
    expect(writes()).toBe(5);
  });

  test('is written again when the table was emptied', async () => {
    const world = await watched();
    const { applier } = writer(world);
    // The watch is the same before and after. Only the epoch distinguishes the two tables.
    const until = world.now + 100 * HOUR_MS;
    const watch = () => world.standing.extendWatch(ROOT, { until, atLeast: until, now: world.now });
    await watch();
    for (let i = 0; i < 3; i++) {
      world.now += 10;
      await applier.apply(created(`d/${i}`), world.now);
    }
    world.emptyTable();
    await watch();
    world.now += 10;
    await world.list('', { reader: world.newReader() });
    world.now += 10;
    world.put('d/new');
    await applier.apply(created('d/new'), world.now);
    world.now += 10;
    expect((await world.list('', { reader: world.newReader() })).names).toEqual(['d/']);
  });

  test('is written again for a longer watch, which it must outlive', async () => {
    const world = await watched();
    const { applier, writes } = writer(world);
    for (let i = 0; i < 3; i++) {
      world.now += 10;
      await applier.apply(created(`d/${i}`), world.now);
    }
    const before = writes();
    const until = world.now + 100 * HOUR_MS;
    await world.standing.extendWatch(ROOT, { until, atLeast: until, now: world.now });
    await applier.apply(created('d/more'), world.now);
    expect(writes()).toBe(before + 1);
  });
});
