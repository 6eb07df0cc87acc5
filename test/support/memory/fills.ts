/** The reference implementation of the table and the queue of fills. */
import type { FillJob, FillName } from '../../../lambdas/core/model/fill-job.ts';
import type { FillRange } from '../../../lambdas/core/model/fill-range.ts';
import type { FillTable } from '../../../lambdas/core/ports/fill-table.ts';

export function createMemoryFills(): FillTable {
  const jobs = new Map<string, FillJob>();
  const ranges = new Map<string, Map<string, FillRange>>();
  const idOf = ({ bucket, id }: FillName) => `${bucket}#${id}`;
  const rangesOf = (fill: FillName) => {
    const found = ranges.get(idOf(fill)) ?? new Map<string, FillRange>();
    ranges.set(idOf(fill), found);
    return found;
  };
  return {
    async createFill(job) {
      if (!jobs.has(idOf(job))) jobs.set(idOf(job), job);
    },
    async readFill(fill) {
      return jobs.get(idOf(fill));
    },
    async endFill(fill, end) {
      const job = jobs.get(idOf(fill));
      if (job && !job.end) jobs.set(idOf(fill), { ...job, end });
    },
    async addRange(fill, range) {
      if (!rangesOf(fill).has(range.id)) rangesOf(fill).set(range.id, range);
    },
    async readRange(fill, id) {
      return rangesOf(fill).get(id);
    },
    async readRanges(fill) {
      return [...rangesOf(fill).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async replaceRange(fill, range) {
      if (rangesOf(fill).get(range.id)?.version !== range.version - 1) return 'superseded';
      rangesOf(fill).set(range.id, range);
      return 'written';
    },
  };
}
