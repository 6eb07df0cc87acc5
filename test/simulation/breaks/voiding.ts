/** Breaks of I4, I6, I7 and I8: what is void, how long marks are kept, what a page says, and what a failure means. */

import type { DirectoryHead } from '../../../lambdas/core/model/directory-head.ts';
import { END } from '../../../lambdas/core/model/range.ts';
import type { StoredRecord } from '../../../lambdas/core/model/record.ts';
import { type IndexTable, IndexUnavailable } from '../../../lambdas/core/ports/index-table.ts';
import type { Break, Inside } from '../break.ts';
import { RACES, races } from '../focus.ts';
import { withoutThrough } from './watching.ts';

const SHORT_MS = 30;

function unmarked(record: StoredRecord): StoredRecord {
  return { ...record, marks: {} };
}

/** Only the marks that were set some time ago, as an eventually consistent read may return them. */
function marksBefore(record: StoredRecord, ms: number): StoredRecord {
  const { appearedAt = 0, vanishedAt = 0 } = record.marks;
  return {
    ...record,
    marks: { ...(appearedAt < ms && { appearedAt }), ...(vanishedAt < ms && { vanishedAt }) },
  };
}

/** Returns heads as they were first read, for as long as their watch lasts. */
function rememberedWatches(table: IndexTable, { instance }: Inside): IndexTable['readHeads'] {
  const seen = new Map<string, DirectoryHead>();
  return async (directories) => {
    const unknown = directories.filter(
      ({ prefix }) => !((seen.get(prefix)?.watchedUntil ?? 0) >= instance.now()),
    );
    const heads = unknown.length > 0 ? await table.readHeads(unknown) : [];
    for (const [i, { prefix }] of unknown.entries()) {
      seen.delete(prefix);
      if (heads[i]) seen.set(prefix, heads[i]);
    }
    return directories.map(({ prefix }) => seen.get(prefix));
  };
}

async function orElse<T>(call: Promise<T>, instead: T): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof IndexUnavailable) return instead;
    throw error;
  }
}

export const VOIDING_BREAKS: Break[] = [
  {
    name: 'void-served-on-error',
    rule: 'I4',
    story: 'while S3 fails, a void answer is better than none',
    focus: races({ storeFails: 0.25 }),
    table: (table, { storeFailed }) => ({
      readRecord: async (directory, name) => {
        const record = await table.readRecord(directory, name);
        return record && storeFailed() ? unmarked(record) : record;
      },
      readRecords: async (directory, range) => {
        const page = await table.readRecords(directory, range);
        return storeFailed() ? { ...page, records: page.records.map(unmarked) } : page;
      },
    }),
  },
  {
    name: 'marks-read-eventually',
    rule: 'I4',
    story: 'eventually consistent reads of records are enough, and cost half',
    focus: RACES,
    table: (table, { instance, role }) =>
      role === 'invalidator'
        ? {}
        : {
            readRecord: async (directory, name) => {
              const record = await table.readRecord(directory, name);
              return record && marksBefore(record, instance.now() - SHORT_MS);
            },
            readRecords: async (directory, range) => {
              const page = await table.readRecords(directory, range);
              return {
                ...page,
                records: page.records.map((record) => marksBefore(record, instance.now() - SHORT_MS)),
              };
            },
          },
  },
  {
    name: 'floors-not-waited-out',
    rule: 'I4',
    story: 'the invalidation answers as soon as its floor is durable',
    focus: races({ eventLost: 0.3 }, { invalidations: 0.12, chaosMs: 2_500 }),
    waiter: (waiter) => ({ wait: (ms) => waiter.wait(ms > 1_000 ? 0 : ms) }),
  },
  {
    name: 'marks-kept-too-short',
    rule: 'I6',
    story:
      'a mark expires with the watch that stood at its time, as if the index held nothing newer than that watch',
    focus: races({ expiredAtOnce: 0.8 }),
    table: (table, { instance }) => ({
      writeMarks: (directory, name, marks) =>
        table.writeMarks(directory, name, marks, instance.now() + SHORT_MS),
    }),
  },
  {
    name: 'marks-kept-by-slack-only',
    rule: 'I6',
    story: 'an event is old after the slack, so its mark can be deleted',
    focus: races({ expiredAtOnce: 0.8 }, { requestBudgetMs: 400, keepSlackMs: 400, chaosMs: 1_500 }),
    table: (table, { slackMs }) => ({
      writeMarks: (directory, name, marks) =>
        table.writeMarks(
          directory,
          name,
          marks,
          Math.max(marks.appearedAt ?? 0, marks.vanishedAt ?? 0) + slackMs,
        ),
    }),
  },
  {
    name: 'marks-kept-by-a-remembered-watch',
    rule: 'I6',
    story: 'a live watch need not be read again, because it is never shortened',
    focus: races(
      { expiredAtOnce: 0.8 },
      {
        ...{ requestBudgetMs: 400, keepSlackMs: 0, listLifeMs: 1_500, statLifeMs: 1_500, invalidators: 1 },
        ...{ chaosMs: 4_000, clients: 4, questionsPerClient: 24, writes: 30 },
      },
    ),
    table: (table, inside) => ({ readHeads: rememberedWatches(table, inside) }),
  },
  {
    name: 'page-without-an-end',
    rule: 'I7',
    story: 'a truncated listing is kept as if it went to the end of the directory',
    focus: races({ shortList: 0.6 }),
    table: (table) => ({
      writeChunk: (directory, chunk, latestAt) =>
        table.writeChunk(directory, withoutThrough(directory, chunk), latestAt),
    }),
  },
  {
    name: 'token-dropped',
    rule: 'I7',
    story: 'one LIST returns the whole directory',
    focus: races({ shortList: 0.6 }),
    store: (store) => ({
      list: async (request) => {
        const answer = await store.list(request);
        return answer.outcome === 'listed' ? { outcome: 'listed', entries: answer.entries } : answer;
      },
    }),
  },
  {
    name: 'unread-marks-are-none',
    rule: 'I8',
    story: 'records that cannot be read count as no records',
    focus: races({ indexFailsBefore: 0.15 }),
    table: (table) => ({
      readRecord: (directory, name) => orElse(table.readRecord(directory, name), undefined),
      readRecords: (directory, range) =>
        orElse(table.readRecords(directory, range), { records: [], knownThrough: END }),
    }),
  },
  {
    name: 'unread-heads-are-unwatched',
    rule: 'I8',
    story: 'a head that cannot be read is the same as a head that does not exist',
    focus: races({ indexFailsBefore: 0.3 }),
    table: (table) => ({
      readHeads: (directories) =>
        orElse(
          table.readHeads(directories),
          directories.map(() => undefined),
        ),
    }),
  },
  {
    name: 'one-epoch-for-ever',
    rule: 'I8',
    story: 'a new table is the same as the old one: the epoch is a constant',
    focus: races({ tableWiped: 0.3 }, { chaosMs: 2_500 }),
    table: (table) => ({
      beginEpoch: (bucket, begun) => table.beginEpoch(bucket, { ...begun, epoch: 'the-same' }),
    }),
  },
  {
    name: 'watches-remembered-over-epochs',
    rule: 'I8',
    story: 'a watch is never shortened, so one that was read still holds in another epoch',
    focus: races(
      { tableWiped: 0.6, eventLost: 0 },
      { keys: ['a', 'b'], chaosMs: 2_500, trees: 0, clients: 5, questionsPerClient: 20 },
    ),
    table: (table, { role }) => (role === 'invalidator' ? {} : rememberingWatches(table)),
  },
];

/** Writes no watch if an earlier read showed one with at least half of its length left. */
function rememberingWatches(table: IndexTable): Partial<IndexTable> {
  const untils = new Map<string, number>();
  const note = (prefix: string, head: DirectoryHead): DirectoryHead => {
    untils.set(prefix, Math.max(untils.get(prefix) ?? 0, head.watchedUntil));
    return head;
  };
  const standing = (prefix: string, { until, now }: { until: number; now: number }) => {
    const seen = untils.get(prefix);
    const head = { misses: 0, missesSince: 0, leaseUntil: 0 };
    return seen !== undefined && seen >= (now + until) / 2 ? { ...head, watchedUntil: seen } : undefined;
  };
  return {
    readHead: async (directory) => {
      const seen = untils.get(directory.prefix);
      const head = await table.readHead(directory);
      if (seen === undefined) return head && note(directory.prefix, head);
      return { misses: 0, missesSince: 0, leaseUntil: 0, ...head, watchedUntil: seen };
    },
    extendWatch: async (directory, watch) =>
      standing(directory.prefix, watch) ?? note(directory.prefix, await table.extendWatch(directory, watch)),
    acquireFill: async (directory, request) => {
      const head = standing(directory.prefix, request);
      if (head) return { acquired: true, head };
      const fill = await table.acquireFill(directory, request);
      return { ...fill, head: note(directory.prefix, fill.head) };
    },
  };
}
