/** The items of fills, in memory: each write of the port takes effect immediately. */
import type { FillEnd, FillJob, FillName } from '../../../lambdas/core/model/fill-job.ts';
import type { FillRange } from '../../../lambdas/core/model/fill-range.ts';

export class FillItems {
  /** By ID. */
  readonly #jobs = new Map<string, FillJob>();
  readonly #ranges = new Map<string, Map<string, FillRange>>();

  createFill(job: FillJob): void {
    if (!this.#jobs.has(idOf(job))) this.#jobs.set(idOf(job), job);
  }

  readFill(fill: FillName): FillJob | undefined {
    return this.#jobs.get(idOf(fill));
  }

  endFill(fill: FillName, end: FillEnd): void {
    const job = this.readFill(fill);
    if (job && !job.end) this.#jobs.set(idOf(fill), { ...job, end });
  }

  addRange(fill: FillName, range: FillRange): void {
    const ranges = this.#ranges.get(idOf(fill)) ?? new Map<string, FillRange>();
    this.#ranges.set(idOf(fill), ranges);
    if (!ranges.has(range.id)) ranges.set(range.id, range);
  }

  readRange(fill: FillName, id: string): FillRange | undefined {
    return this.#ranges.get(idOf(fill))?.get(id);
  }

  readRanges(fill: FillName): FillRange[] {
    return [...(this.#ranges.get(idOf(fill))?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  replaceRange(fill: FillName, range: FillRange): 'written' | 'superseded' {
    if (this.readRange(fill, range.id)?.version !== range.version - 1) return 'superseded';
    this.#ranges.get(idOf(fill))!.set(range.id, range);
    return 'written';
  }

  /** Deletes each item for which `isLost` returns true. */
  lose(isLost: () => boolean): void {
    for (const id of [...this.#jobs.keys()]) if (isLost()) this.#jobs.delete(id);
    for (const ranges of this.#ranges.values())
      for (const id of [...ranges.keys()]) if (isLost()) ranges.delete(id);
  }
}

function idOf({ bucket, id }: FillName): string {
  return `${bucket}#${id}`;
}
