/** The simulated table means what the other tables mean: the suite of the port, while nothing goes wrong. */
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { indexTableSuite } from '../contract/index-table/suite.ts';
import { Faults } from './faults.ts';
import { Instance } from './instance.ts';
import { Prng } from './prng.ts';
import { type Owner, Scheduler } from './scheduler.ts';
import { SimulatedTable } from './table.ts';
import { TableItems } from './table-items.ts';
import { Trace } from './trace.ts';

/** Every step is due at once. */
class Immediately extends Scheduler {
  override after(_delayMs: number, _owner: Owner, run: () => void): void {
    queueMicrotask(run);
  }
}

function openTable(): IndexTable {
  const prng = new Prng(1, 'suite');
  const faults = new Faults(prng);
  faults.on = false;
  const scheduler = new Immediately(prng, 0);
  const instance = new Instance('suite', 0, {
    scheduler,
    latency: prng,
    faults,
    trace: new Trace(false, 0),
    clockMarginMs: 0,
  });
  return new SimulatedTable(new TableItems(true), instance, faults, prng);
}

/** A simulation has one bucket; the suite uses a fresh one for each test. */
function manyBuckets(): IndexTable {
  const tables = new Map<string, IndexTable>();
  const tableOf = (bucket: string): IndexTable => {
    const table = tables.get(bucket) ?? openTable();
    tables.set(bucket, table);
    return table;
  };
  return new Proxy(openTable(), {
    get: (any, method: keyof IndexTable) => {
      if (method === 'canHold') return any.canHold.bind(any);
      return (...asked: unknown[]) => {
        const [first] = asked as [string | { bucket: string } | { bucket: string }[]];
        const directory = Array.isArray(first) ? first[0] : first;
        const bucket = typeof directory === 'string' ? directory : (directory?.bucket ?? 'none');
        return (tableOf(bucket)[method] as (...asked: unknown[]) => unknown)(...asked);
      };
    },
  });
}

indexTableSuite('the simulated table', async () => ({ table: manyBuckets(), close: async () => {} }), {
  runs: 50,
});
