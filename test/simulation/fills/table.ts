/**
 * The table of fills as seen by an instance: calls are slow, fail before or after their effect, and arrive late or
 * twice.
 */
import type { FillEnd, FillJob, FillName } from '../../../lambdas/core/model/fill-job.ts';
import type { FillRange } from '../../../lambdas/core/model/fill-range.ts';
import type { FillTable } from '../../../lambdas/core/ports/fill-table.ts';
import type { FillItems } from '../../support/memory/fill-items.ts';
import type { Faults } from '../faults.ts';
import type { IndexItems } from '../index-items.ts';
import type { Instance } from '../instance.ts';
import type { Prng } from '../prng.ts';
import { FAILING, FAILING_WRITE } from '../table.ts';

export class SimulatedFills implements FillTable {
  private readonly index: IndexItems;
  private readonly instance: Instance;
  private readonly faults: Faults;
  private readonly prng: Prng;

  constructor(index: IndexItems, instance: Instance, faults: Faults, prng: Prng) {
    this.index = index;
    this.instance = instance;
    this.faults = faults;
    this.prng = prng;
  }

  createFill(job: FillJob): Promise<void> {
    return this.write('createFill', job, () => this.of(job).createFill(job));
  }

  readFill(fill: FillName): Promise<FillJob | undefined> {
    return this.read('readFill', fill, () => this.of(fill).readFill(fill));
  }

  endFill(fill: FillName, end: FillEnd): Promise<void> {
    return this.write('endFill', { ...fill, end }, () => this.of(fill).endFill(fill, end));
  }

  addRange(fill: FillName, range: FillRange): Promise<void> {
    return this.write('addRange', { fill: fill.id, range }, () => this.of(fill).addRange(fill, range));
  }

  readRange(fill: FillName, id: string): Promise<FillRange | undefined> {
    return this.read('readRange', { fill: fill.id, id }, () => this.of(fill).readRange(fill, id));
  }

  /** Reads page by page, like a query: a later page shows a later state. */
  async readRanges(fill: FillName): Promise<FillRange[]> {
    const found: FillRange[] = [];
    for (;;) {
      const after = found.at(-1)?.id ?? '';
      const most = this.faults.strikes('shortPage') ? this.prng.int(1, 2) : Number.POSITIVE_INFINITY;
      const rest = await this.read('readRanges', { fill: fill.id, after }, () => {
        const ranges = this.of(fill)
          .readRanges(fill)
          .filter(({ id }) => id > after);
        return { ranges: ranges.slice(0, most), more: ranges.length > most };
      });
      found.push(...rest.ranges);
      if (!rest.more) return found;
    }
  }

  replaceRange(fill: FillName, range: FillRange): Promise<'written' | 'superseded'> {
    return this.write('replaceRange', { fill: fill.id, range }, () =>
      this.of(fill).replaceRange(fill, range),
    );
  }

  private of({ bucket }: FillName): FillItems {
    return this.index.of(bucket).fills;
  }

  private read<T>(what: string, asked: unknown, effect: () => T): Promise<T> {
    return this.instance.call(what, asked, effect, FAILING);
  }

  private write<T>(what: string, asked: unknown, effect: () => T): Promise<T> {
    return this.instance.call(what, asked, effect, FAILING_WRITE);
  }
}
