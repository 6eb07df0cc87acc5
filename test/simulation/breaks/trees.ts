/** Breaks of T1 to T8: how the sums of a tree are computed, and when they are valid. */
import { decodeDigestBody, encodeDigestBody } from '../../../lambdas/core/codec/digest-codec.ts';
import type { Chunk } from '../../../lambdas/core/model/chunk.ts';
import type { DigestPart, DigestRow } from '../../../lambdas/core/model/digest.ts';
import { placeOfKey } from '../../../lambdas/core/model/names.ts';
import { contains, endsAfter, isAfter, type Position } from '../../../lambdas/core/model/range.ts';
import type { StoredRecord } from '../../../lambdas/core/model/record.ts';
import type { Scope } from '../../../lambdas/core/model/scope.ts';
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';
import type { Break, Inside } from '../break.ts';
import { races } from '../focus.ts';

/** All clients ask for usage and recursive listings of a few keys that change constantly. */
const trees = (faults = {}, workload = {}) =>
  races(faults, {
    ...{ trees: 1, treeRoots: [''], treeLifeMs: 6_000, lists: 0.95, filled: 0.7, writes: 30 },
    ...{ keys: ['a/b', 'a/c', 'a/d/e', 'b'], clients: 5, questionsPerClient: 14, ...workload },
  });

function withRows(
  scope: Scope,
  chunk: Chunk,
  claims: Partial<Chunk>,
  change = (rows: DigestRow[]) => rows,
): Chunk {
  const found = decodeDigestBody(scope, chunk);
  if (!found) return chunk;
  const after: Position = claims.after ?? chunk.after;
  const parts = found
    .filter(({ through }) => endsAfter(through, after))
    .map(
      (part, i): DigestPart => ({
        ...part,
        after: i === 0 ? after : part.after,
        rows: change([...part.rows]),
      }),
    );
  const rows = parts.flatMap((part) => part.rows);
  const sizeBytes = rows.reduce((sum, { usage }) => sum + usage.sizeBytes, 0);
  const changed = { ...chunk, count: rows.length, sizeBytes, ...claims };
  return { ...changed, body: encodeDigestBody(scope, changed, parts) };
}

/** Changes the digests that are read. */
const readingDigests =
  (change: (scope: Scope, chunks: Chunk[]) => Chunk[]) =>
  (table: IndexTable): Partial<IndexTable> => ({
    readChunks: async (scope, request) => {
      const page = await table.readChunks(scope, request);
      return scope.kind === 'digests' ? { ...page, chunks: change(scope, page.chunks) } : page;
    },
  });

/** If digests overlap, assumes that each begins where the previous one ends. */
function cutAtEdges(scope: Scope, chunks: Chunk[]): Chunk[] {
  const cut: Chunk[] = [];
  for (const chunk of chunks) {
    const edge = cut.at(-1)?.through;
    const overlaps =
      typeof edge === 'string' && !isAfter(edge, chunk.after) === false && endsAfter(chunk.through, edge);
    cut.push(overlaps ? withRows(scope, chunk, { after: edge }) : chunk);
  }
  return cut;
}

function agedAs(scope: Scope, chunk: Chunk, observedAt: number): Chunk {
  const byMs = Math.max(0, observedAt - chunk.observedAt);
  const { endsAt, watchedUntil } = chunk;
  const claims = {
    observedAt: chunk.observedAt + byMs,
    endsAt: endsAt + byMs,
    watchedUntil: watchedUntil + byMs,
  };
  return withRows(scope, chunk, claims);
}

/** Uses the marks that were read for one question for later questions too. */
function rememberingMarks(table: IndexTable): IndexTable['readRecords'] {
  let remembered: StoredRecord[] | undefined;
  return async (scope, request) => {
    if (scope.kind !== 'tree') return table.readRecords(scope, request);
    const page = await table.readRecords(scope, request);
    remembered ??= page.records;
    return { ...page, records: remembered.filter(({ name }) => contains(request, name)) };
  };
}

/** If one key changed, subtracts its listed values from the sum and adds its present values. */
function correcting(table: IndexTable, { instance, s3 }: Inside): Partial<IndexTable> {
  let changed: string | undefined;
  const listedSize = async (scope: Scope, key: string): Promise<number | undefined> => {
    const { chunks } = await table.readChunks({ ...scope, kind: 'digests' }, { from: key, limit: 1 });
    return chunks[0] && s3.keys.get(key)?.at(-2)?.value?.entry.sizeBytes;
  };
  return {
    readRecords: async (scope, request) => {
      const page = await table.readRecords(scope, request);
      if (scope.kind !== 'tree' || page.records.length !== 1) return page;
      changed = page.records[0]!.name;
      return { ...page, records: [] };
    },
    readChunks: async (scope, request) => {
      const page = await table.readChunks(scope, request);
      const key = changed;
      if (scope.kind !== 'digests' || key === undefined) return page;
      const before = await listedSize(scope, key);
      const now = s3.now(key)?.entry.sizeBytes;
      const { prefix } = placeOfKey(key);
      const corrected = (chunk: Chunk) =>
        withRows(scope, chunk, { observedAt: instance.now() }, (rows) =>
          rows.map((row) => (row.directory === prefix ? correctedRow(row, before, now) : row)),
        );
      return {
        ...page,
        chunks: page.chunks.map((chunk) => (contains(chunk, key) ? corrected(chunk) : chunk)),
      };
    },
  };
}

function correctedRow(row: DigestRow, before: number | undefined, now: number | undefined): DigestRow {
  const objects = row.usage.objects - Number(before !== undefined) + Number(now !== undefined);
  const sizeBytes = Math.max(0, row.usage.sizeBytes - (before ?? 0) + (now ?? 0));
  const largest = { name: row.usage.largest?.name ?? '', sizeBytes: Math.min(sizeBytes, now ?? sizeBytes) };
  return { ...row, usage: { ...row.usage, objects: Math.max(0, objects), sizeBytes, largest } };
}

export const TREE_BREAKS: Break[] = [
  {
    name: 'digests-cut-at-each-other',
    rule: 'T1',
    story: 'where two digests overlap, the second one is used from where the first one ends',
    focus: trees({ shortList: 0.6 }, { askedAnew: 0.6 }),
    table: readingDigests(cutAtEdges),
  },
  {
    name: 'digest-dated-by-its-marks',
    rule: 'T2',
    story: 'a digest without a newer mark is current: its time is when its marks were read',
    focus: trees({ slowCall: 0.3 }),
    table: (table, { instance }) =>
      readingDigests((scope, chunks) => chunks.map((chunk) => agedAs(scope, chunk, instance.now())))(table),
  },
  {
    name: 'tree-watch-after-look',
    rule: 'T3',
    story: 'the watch of a tree is written at the same time as its LIST, not before it',
    focus: trees({ slowCall: 0.3 }),
    table: (table, inside) => ({
      extendTreeWatch: async (directory, root, watch) => {
        inside.later.push(() => table.extendTreeWatch(directory, root, watch));
        return {
          ...{ watchedUntil: 0, misses: 0, missesSince: 0, leaseUntil: 0 },
          treesWatchedUntil: new Map([[root, watch.until]]),
        };
      },
    }),
    store: (store, inside) => ({
      list: async (request) => {
        const answer = await store.list(request);
        await Promise.allSettled(inside.later.splice(0).map((put) => put()));
        return answer;
      },
    }),
  },
  {
    name: 'marks-of-an-earlier-question',
    rule: 'T4',
    story: 'the marks of a tree are read once and remembered',
    focus: trees(),
    table: (table) => ({ readRecords: rememberingMarks(table) }),
  },
  {
    name: 'tree-marked-with-the-events-time',
    rule: 'T5',
    story: 'the mark of a key in a tree carries the time at which the event happened',
    focus: trees({ slowCall: 0.3 }, { askedAnew: 0.6 }),
    table: (table, inside) => ({
      writeMarks: (scope, name, marks, keepUntil) => {
        const at = inside.eventAtMs;
        const early = scope.kind === 'tree' ? { appearedAt: at, vanishedAt: at } : marks;
        return table.writeMarks(scope, name, early, keepUntil);
      },
    }),
  },
  {
    name: 'tree-marked-for-removals-only',
    rule: 'T6',
    story: 'a mark need not be broader than its event: a key that was written is not marked as vanished',
    focus: trees({}, { removals: 0.2 }),
    table: (table, { s3 }) => ({
      writeMarks: async (scope, name, marks, keepUntil) => {
        if (scope.kind === 'tree' && s3.now(scope.prefix + name)) return;
        await table.writeMarks(scope, name, marks, keepUntil);
      },
    }),
  },
  {
    name: 'the-newest-page-dates-the-sum',
    rule: 'T7',
    story: 'a sum has one time, that of its newest page',
    focus: trees({ shortList: 0.5, slowCall: 0.3 }, { askedAnew: 0.3 }),
    table: readingDigests((scope, chunks) => {
      const newest = Math.max(...chunks.map(({ observedAt }) => observedAt));
      return chunks.map((chunk) => agedAs(scope, chunk, newest));
    }),
  },
  {
    name: 'a-sum-corrected-by-another-look',
    rule: 'T8',
    story: 'one changed key needs no new LIST: its old values are subtracted, its new ones added',
    focus: trees({}, { keys: ['a/b', 'a/c'], removals: 0.3 }),
    table: correcting,
  },
  {
    name: 'older-digests-left',
    rule: 'latest',
    story: 'usage uses the digest with the nearest start, so the others need not be deleted',
    focus: trees({ shortList: 0.5 }, { events: 'none', treeLifeMs: 6_000 }),
    table: (table) => ({
      deleteChunk: async (scope, ...rest) => {
        if (scope.kind !== 'digests') await table.deleteChunk(scope, ...rest);
      },
    }),
  },
];
