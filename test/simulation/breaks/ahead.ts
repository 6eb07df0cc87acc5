/** Breaks of marks that are written ahead (lambdas/core/changes/marks-ahead.ts). */
import type { Break } from '../break.ts';
import { races } from '../focus.ts';

export const AHEAD_BREAKS: Break[] = [
  {
    name: 'appeared-marked-once',
    rule: 'events',
    story: 'a directory that was marked just now needs no new mark, whatever has appeared in it since',
    focus: races(
      {},
      {
        ...{ keys: ['d/a'], filled: 0, writes: 200, removals: 0.5, chaosMs: 900, invalidators: 1 },
        ...{ readers: 2, clients: 4, questionsPerClient: 10, lists: 0.9, strangers: 0 },
      },
    ),
    source: [
      {
        file: 'changes/marks-ahead.ts',
        from: 'last.appearedAt >= appearedAt && ',
        to: '',
      },
      {
        file: 'changes/marks-ahead.ts',
        from: 'appearedAt : appearedAt + AHEAD_MS',
        to: 'appearedAt : appearedAt',
      },
    ],
  },
  {
    name: 'ahead-of-an-emptied-table',
    rule: 'I8',
    story: 'a mark that was written a second ahead stays in the table for that second',
    focus: races(
      { tableWiped: 0.2, readerCrash: 0.3 },
      {
        ...{ keys: ['d/a'], filled: 0, writes: 200, removals: 0.6, chaosMs: 1500, invalidators: 1 },
        ...{ readers: 2, clients: 8, questionsPerClient: 10, lists: 0.9, strangers: 0 },
      },
    ),
    source: [
      { file: 'changes/marks-ahead.ts', from: 'last.epoch !== epoch', to: 'epoch === undefined' },
      { file: 'changes/marks-ahead.ts', from: ' && last.watchedUntil >= watchedUntil', to: '' },
    ],
  },
];
