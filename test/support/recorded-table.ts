/** A table in memory that records what is written to it, and runs a test's code before a write. */
import type { Marks } from '../../lambdas/core/model/record.ts';
import type { Scope } from '../../lambdas/core/model/scope.ts';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { createMemoryTable } from './memory/table.ts';

export interface RecordedMark {
  /** The prefix of the directory, or `tree:` and the root of the tree. */
  in: string;
  name: string;
  marks: Marks;
  keepUntil: number;
}

export interface RecordedTable {
  /** The table as the code under test sees it. */
  table: IndexTable;
  /** The table as others see it. */
  standing: IndexTable;
  marks: RecordedMark[];
  floors: { prefix: string; at: number; pruneBefore: number }[];
  /** The names of the methods that were called, in order. */
  calls: string[];
}

/**
 * `before` runs before each call of the code under test. It may throw, or change the table as another instance would.
 */
export function recordedTable(before: (call: string, args: unknown[]) => unknown = () => {}): RecordedTable {
  const standing = createMemoryTable();
  const recorded: Omit<RecordedTable, 'table'> = { standing, marks: [], floors: [], calls: [] };
  const note = {
    writeMarks: (scope: Scope, name: string, marks: Marks, keepUntil: number) =>
      recorded.marks.push({
        in: scope.kind === 'tree' ? `tree:${scope.prefix}` : scope.prefix,
        ...{ name, marks, keepUntil },
      }),
    raiseFloor: (_: string, prefix: string, at: number, pruneBefore: number) =>
      recorded.floors.push({ prefix, at, pruneBefore }),
  };
  const table = new Proxy(standing, {
    get: (_, call: keyof IndexTable) => {
      if (call === 'canHold') return standing.canHold;
      return async (...args: never[]) => {
        recorded.calls.push(call);
        await before(call, args);
        if (call in note) (note[call as keyof typeof note] as (...args: never[]) => unknown)(...args);
        return (standing[call] as (...args: never[]) => unknown)(...args);
      };
    },
  });
  return { ...recorded, table };
}
