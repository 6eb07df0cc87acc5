/** Breaks of I1, I2 and I5: when S3 is asked, from when on an observation counts, and when it ends. */

import { decodeChunkBody, encodeChunkBody } from '../../../lambdas/core/codec/chunk-codec.ts';
import type { Chunk } from '../../../lambdas/core/model/chunk.ts';
import type { DirectoryHead } from '../../../lambdas/core/model/directory-head.ts';
import type { Directory } from '../../../lambdas/core/model/names.ts';
import { END } from '../../../lambdas/core/model/range.ts';
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';
import type { Break, Inside } from '../break.ts';
import { RACES, races } from '../focus.ts';

const LONG_MS = 3_600_000;

/** The chunk with changed values, sealed again. */
export function resealed(directory: Directory, chunk: Chunk, claims: Partial<Chunk>): Chunk {
  const entries = decodeChunkBody(directory, chunk);
  const changed = { ...chunk, ...claims };
  return entries ? { ...changed, body: encodeChunkBody(directory, changed, entries) } : chunk;
}

/** The chunk without the end of its range, so that it covers everything to the end of the directory. */
export function withoutThrough(directory: Directory, chunk: Chunk): Chunk {
  return resealed(directory, chunk, { through: END });
}

/** Waits for S3's answer. If S3 answered, does the postponed work before the answer is used. */
async function flushAfter<T extends { outcome: string }>(call: Promise<T>, inside: Inside): Promise<T> {
  const answer = await call;
  const work = Promise.allSettled(inside.later.splice(0).map((put) => put()));
  if (answer.outcome !== 'failed') await work;
  return answer;
}

function lengthened(head: DirectoryHead): DirectoryHead {
  return { ...head, watchedUntil: head.watchedUntil + LONG_MS };
}

export const WATCHING_BREAKS: Break[] = [
  {
    name: 'watch-after-look',
    rule: 'I1',
    story: 'the watch is written after the LIST or HEAD was answered, with the chunks',
    focus: races({ slowCall: 0.3 }),
    table: (table, inside) => ({
      extendWatch: async (directory, watch) => {
        inside.later.push(() => table.extendWatch(directory, watch));
        return { watchedUntil: watch.until, misses: 0, missesSince: 0, leaseUntil: 0 };
      },
      acquireFill: async (directory, request) => {
        inside.later.push(() => table.acquireFill(directory, request));
        return {
          acquired: true,
          head: { watchedUntil: request.until, misses: 0, missesSince: 0, leaseUntil: request.leaseUntil },
        };
      },
    }),
    store: (store, inside) => ({
      list: (request) => flushAfter(store.list(request), inside),
      head: (request) => flushAfter(store.head(request), inside),
      peek: (request) => flushAfter(store.peek(request), inside),
    }),
  },
  {
    name: 'outlives-its-watch',
    rule: 'I1',
    story: 'an observation ends only with its life, not with the watch under which it was made',
    focus: races(
      {},
      {
        keys: ['a', 'b'],
        listLifeMs: 300,
        statLifeMs: 300,
        chaosMs: 1_000,
        clients: 5,
        questionsPerClient: 14,
      },
    ),
    table: (table, { role }) =>
      role === 'invalidator'
        ? {}
        : {
            readHead: async (directory) => {
              const head = await table.readHead(directory);
              return head && lengthened(head);
            },
            extendWatch: async (directory, watch) => lengthened(await table.extendWatch(directory, watch)),
            acquireFill: async (directory, request) => {
              const { acquired, head } = await table.acquireFill(directory, request);
              return { acquired, head: lengthened(head) };
            },
          },
  },
  {
    name: 'unwatched-remembered',
    rule: 'I1',
    story: 'the invalidation function may remember that a directory is not watched',
    focus: RACES,
    table: (table, inside) => ({ readHeads: rememberingReadHeads(table, inside) }),
  },
  {
    name: 'watch-live-without-margin',
    rule: 'I1',
    story: 'a watch that has ended by this clock has ended by every clock',
    focus: races(
      {},
      {
        ...{ clockMarginMs: 200, listLifeMs: 300, statLifeMs: 300, requestBudgetMs: 400, keepSlackMs: 400 },
        ...{ chaosMs: 1_500, clients: 5, questionsPerClient: 20, writes: 30, keys: ['a', 'b'], readers: 3 },
      },
    ),
    table: (table, { instance }) => ({
      readHeads: async (directories) => {
        const heads = await table.readHeads(directories);
        return heads.map((head) => (head && head.watchedUntil >= instance.now() ? head : undefined));
      },
    }),
  },
  {
    name: 'observed-at-answer',
    rule: 'I2',
    story: 'observedAt is the time when the answer is written, not the time before the request was sent',
    focus: races({ slowCall: 0.3 }, { keys: ['a', 'b'], askedAnew: 0.6, clients: 5 }),
    table: (table, { instance }) => ({
      writeChunk: (directory, chunk, latestAt) =>
        table.writeChunk(directory, resealed(directory, chunk, { observedAt: instance.now() }), latestAt),
      writeObservation: (directory, name, observation, latestAt) =>
        table.writeObservation(directory, name, { ...observation, observedAt: instance.now() }, latestAt),
    }),
  },
  {
    name: 'a-hit-renews-the-life',
    rule: 'I5',
    story: 'what is read often does not expire (s3fs-fuse: nothing ever expired)',
    // Without events, only the life limits an answer's age, so only a life that is renewed shows.
    focus: races({}, { events: 'none', listLifeMs: 60, statLifeMs: 60, chaosMs: 600 }),
    table: (table, { instance }) => ({
      readChunks: async (directory, request) => {
        const page = await table.readChunks(directory, request);
        return {
          ...page,
          chunks: page.chunks.map((it) => resealed(directory, it, renewed(it, instance.now()))),
        };
      },
    }),
  },
];

/** Dates the chunk at the time of the hit, and gives it a whole life again. */
function renewed({ observedAt, endsAt, watchedUntil }: Chunk, now: number): Partial<Chunk> {
  const byMs = Math.max(0, now - observedAt);
  return { observedAt: observedAt + byMs, endsAt: endsAt + byMs, watchedUntil: watchedUntil + byMs };
}

function rememberingReadHeads(table: IndexTable, inside: Inside): IndexTable['readHeads'] {
  const unwatched = new Set<string>();
  return async (directories) => {
    const heads = await table.readHeads(directories);
    return heads.map((head, i) => {
      const { prefix } = directories[i]!;
      if (!head || head.watchedUntil < inside.instance.now()) unwatched.add(prefix);
      return unwatched.has(prefix) ? undefined : head;
    });
  };
}
