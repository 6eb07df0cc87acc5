/**
 * Breaks of fills: the dates and watches of the directory pages that they cut, the division of ranges, and the
 * counting of pages.
 */
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';
import type { Break, Inside } from '../break.ts';
import { races } from '../focus.ts';
import { broadKeys } from '../workload.ts';

/** Fills of a few directories that change constantly. Clients list the directories and seldom ask S3. */
const fills = (faults = {}, workload = {}) =>
  races(faults, {
    ...{ fills: 6, fillWorkers: 3, lists: 0.9, askedAnew: 0, filled: 0.8, writes: 40, strangers: 0 },
    ...{ keys: ['a/b', 'a/c', 'a/d/e', 'f/g', 'f/h'], clients: 5, questionsPerClient: 14, chaosMs: 400 },
    ...workload,
  });

/** Fills of so many directories that the fills are divided. */
const divided = (faults = {}) =>
  fills(faults, { ballast: broadKeys(''), writes: 5, clients: 1, questionsPerClient: 3 });

/** Writes the watch only after the first page has been stored. */
function watchingLate(table: IndexTable, inside: Inside): Partial<IndexTable> {
  return {
    extendBelowWatch: async (directory, watch) => {
      inside.later.push(() => table.extendBelowWatch(directory, watch));
      return { watchedUntil: 0, watchedBelowUntil: watch.until, misses: 0, missesSince: 0, leaseUntil: 0 };
    },
    writeChunk: async (scope, chunk, latestAt) => {
      const written = await table.writeChunk(scope, chunk, latestAt);
      await Promise.allSettled(inside.later.splice(0).map((put) => put()));
      return written;
    },
  };
}

export const FILL_BREAKS: Break[] = [
  {
    name: 'cut-dated-by-its-last-list',
    rule: 'I2',
    story: 'a directory that was cut from several LISTs is as new as the last of them',
    focus: fills({ shortList: 0.6, slowCall: 0.3 }),
    source: [
      {
        file: 'origin/directory-cutter.ts',
        from: 'observedAt: Math.min(a.observedAt, b.observedAt)',
        to: 'observedAt: Math.max(a.observedAt, b.observedAt)',
      },
    ],
  },
  {
    name: 'below-watch-ignored',
    rule: 'I1',
    story: 'a directory is watched when its own head says so',
    focus: fills(),
    source: [{ file: 'changes/watches.ts', from: 'head?.watchedBelowUntil ?? 0,', to: '0,' }],
  },
  {
    name: 'below-watch-read-after-marks',
    rule: 'I6',
    story: 'a mark is kept as long as the watch of its directory; a watch above it needs no mark of its own',
    focus: fills({ expiredAtOnce: 0.8 }, { chaosMs: 1_000 }),
    source: [{ file: 'changes/apply.ts', from: 'longer.length > 0', to: 'longer.length < 0' }],
  },
  {
    name: 'below-watch-never-extended',
    rule: 'I1',
    story: 'everything below a fill is watched, so its pages need not end with this watch',
    focus: fills({}, { listLifeMs: 300, statLifeMs: 300, treeLifeMs: 300, chaosMs: 1_500 }),
    source: [
      {
        file: 'origin/watch.ts',
        from: 'extendBelowWatch(watchTimes(at.bucket, now))',
        to: 'extendBelowWatch({ ...watchTimes(at.bucket, now), atLeast: now })',
      },
      {
        file: 'fills/list-page.ts',
        from: 'Math.min(part.observedAt + lifeMs, part.watchedUntil)',
        to: 'part.observedAt + lifeMs',
      },
    ],
  },
  {
    name: 'below-watch-after-look',
    rule: 'I1',
    story: 'the watch of what is below a fill is written with its pages',
    focus: fills({ slowCall: 0.3 }),
    table: (table, inside) => (inside.role === 'worker' ? watchingLate(table, inside) : {}),
  },
  {
    name: 'cut-to-its-last-key',
    rule: 'I7',
    story: 'if a chain of LISTs ends inside a directory, it has listed the directory up to its last key',
    focus: fills({ shortList: 0.3, workerCrash: 0.3 }),
    source: [
      {
        file: 'origin/directory-cutter.ts',
        from: 'return entries.at(-1)?.name;',
        to: 'return END;',
      },
    ],
  },
  {
    name: 'share-lost',
    rule: 'fill',
    story: 'a range that is divided keeps its first part, and the rest are its shares',
    focus: divided(),
    source: [{ file: 'model/fill-range.ts', from: 'parts.slice(1).map(', to: 'parts.slice(2).map(' }],
  },
  {
    name: 'shares-left-by-a-dead-worker',
    rule: 'fill',
    story: 'the worker that divided a range has made ranges of its shares',
    focus: divided({ workerCrash: 0.3, indexFailsAfter: 0.15 }),
    source: [
      {
        file: 'fills/work-on-range.ts',
        from: 'await publishShares(worker, range, message)',
        to: 'await Promise.resolve(range as FillRange | "superseded")',
      },
    ],
  },
  {
    name: 'page-counted-by-both',
    rule: 'fill',
    story: 'one worker has a range; nobody else writes to it',
    focus: divided({ fillDoubled: 0.5, slowCall: 0.3 }),
    fills: (table) => ({
      replaceRange: async (fill, range) => {
        const found = await table.readRange(fill, range.id);
        return table.replaceRange(fill, { ...range, version: (found?.version ?? 0) + 1 });
      },
    }),
  },
  {
    name: 'turn-without-its-message',
    rule: 'fill',
    story: 'a range is handed over when its item says so; the message can follow',
    focus: divided({ workerCrash: 0.3, fillUnsent: 0.1 }),
    source: [
      {
        file: 'fills/work-on-range.ts',
        from: 'await queue.send({ bucket, id, range: next.id, turn: next.turn });',
        to: 'void 0;',
      },
      {
        file: 'fills/work-on-range.ts',
        from: "return (await fills.replaceRange(this.#job, next)) === 'written' ? DONE : OTHER_WORKER;",
        to: "const written = (await fills.replaceRange(this.#job, next)) === 'written'; await queue.send({ bucket, id, range: next.id, turn: next.turn }); return written ? DONE : OTHER_WORKER;",
      },
    ],
  },
];
