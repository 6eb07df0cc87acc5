/** Without faults, the simulated table must pass the port's suite like the other tables. */
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { indexTableSuite } from '../contract/index-table/suite.ts';
import { Faults } from './faults.ts';
import { IndexItems } from './index-items.ts';
import { Instance } from './instance.ts';
import { Prng } from './prng.ts';
import { type Owner, Scheduler } from './scheduler.ts';
import { SimulatedTable } from './table.ts';

import { Trace } from './trace.ts';

/** A scheduler in which every step is due immediately. */
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
  return new SimulatedTable(new IndexItems(true), instance, faults, prng);
}

indexTableSuite('the simulated table', async () => ({ table: openTable(), close: async () => {} }), {
  runs: 50,
});
