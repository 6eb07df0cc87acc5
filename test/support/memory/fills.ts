/** The reference implementation of the table of fills. */
import type { FillTable } from '../../../lambdas/core/ports/fill-table.ts';
import { FillItems } from './fill-items.ts';

export function createMemoryFills(items = new FillItems()): FillTable {
  return {
    createFill: async (job) => items.createFill(job),
    readFill: async (fill) => items.readFill(fill),
    endFill: async (fill, end) => items.endFill(fill, end),
    addRange: async (fill, range) => items.addRange(fill, range),
    readRange: async (fill, id) => items.readRange(fill, id),
    readRanges: async (fill) => items.readRanges(fill),
    replaceRange: async (fill, range) => items.replaceRange(fill, range),
  };
}
