/**
 * The reference implementation of the index table: the port's rules, without a database. Items do not expire here,
 * because expiry only frees space and no read may rely on it.
 */

import { MISS_WINDOW_MS } from '../../../lambdas/adapters/dynamodb/bounds.ts';
import { canHold } from '../../../lambdas/adapters/dynamodb/sort-key.ts';
import type { BucketItem } from '../../../lambdas/core/model/bucket-item.ts';
import type { Chunk } from '../../../lambdas/core/model/chunk.ts';
import type { DirectoryHead } from '../../../lambdas/core/model/directory-head.ts';
import type { Directory } from '../../../lambdas/core/model/names.ts';
import {
  comparePositions,
  END,
  isAfter,
  isWithin,
  type Position,
} from '../../../lambdas/core/model/range.ts';
import type { StoredRecord } from '../../../lambdas/core/model/record.ts';
import type { Scope } from '../../../lambdas/core/model/scope.ts';
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';
import { createSortedMap, type SortedMap } from './sorted-map.ts';

const NEVER: DirectoryHead = { watchedUntil: 0, misses: 0, missesSince: 0, leaseUntil: 0 };

const later = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);

export function createMemoryTable(): IndexTable {
  const epochs = new Map<string, Omit<BucketItem, 'floors'>>();
  const proposals = new Map<string, string>();
  const floorsByBucket = new Map<string, Map<string, number>>();
  const heads = new Map<string, DirectoryHead>();
  const chunks = new Map<string, SortedMap<Position, Chunk>>();
  const records = new Map<string, SortedMap<string, StoredRecord>>();

  const idOf = ({ bucket, prefix }: Directory) => `${bucket}#${prefix}`;
  const scopeId = (scope: Scope) => `${scope.kind ?? 'directory'}#${idOf(scope)}`;
  const chunksOf = (scope: Scope) =>
    getOrAdd(chunks, scopeId(scope), () => createSortedMap(comparePositions));
  const recordsOf = (scope: Scope) =>
    getOrAdd(records, scopeId(scope), () => createSortedMap(comparePositions));

  function bucketOf(bucket: string): BucketItem | undefined {
    const begun = epochs.get(bucket);
    return begun && { ...begun, floors: new Map(floorsByBucket.get(bucket)) };
  }

  function changeRecord(scope: Scope, name: string, change: (standing: StoredRecord) => StoredRecord): void {
    const standing = recordsOf(scope).get(name) ?? { name, marks: {} };
    recordsOf(scope).set(name, change(standing));
  }

  return {
    async readBucket(bucket) {
      return bucketOf(bucket);
    },

    async proposeEpoch(bucket, { proposal, feed }) {
      const item = bucketOf(bucket);
      if (item?.feed === feed) return { outcome: 'begun', item };
      return { outcome: 'proposed', proposal: getOrAdd(proposals, bucket, () => proposal) };
    },

    async beginEpoch(bucket, { proposal, ...begun }) {
      if (proposals.get(bucket) === proposal && epochs.get(bucket)?.feed !== begun.feed) {
        epochs.set(bucket, begun);
        proposals.delete(bucket);
      }
      const item = bucketOf(bucket);
      return item?.feed === begun.feed ? { outcome: 'begun', item } : { outcome: 'lost' };
    },

    async raiseFloor(bucket, prefix, at, pruneBefore) {
      const floors = getOrAdd(floorsByBucket, bucket, () => new Map<string, number>());
      floors.set(prefix, later(floors.get(prefix), at)!);
      for (const [other, time] of floors) if (other !== '' && time < pruneBefore) floors.delete(other);
    },

    async readHead(directory) {
      return heads.get(idOf(directory));
    },

    async readHeads(directories) {
      return directories.map((directory) => heads.get(idOf(directory)));
    },

    async extendWatch(directory, { until, atLeast, now, countMiss }) {
      const seen = heads.get(idOf(directory)) ?? NEVER;
      const goesOn = seen.missesSince > now - MISS_WINDOW_MS;
      const head: DirectoryHead = {
        ...seen,
        watchedUntil: seen.watchedUntil >= atLeast ? seen.watchedUntil : Math.max(seen.watchedUntil, until),
        ...(countMiss
          ? { misses: goesOn ? seen.misses + 1 : 1, missesSince: goesOn ? seen.missesSince : now }
          : {}),
      };
      heads.set(idOf(directory), head);
      return head;
    },

    async extendTreeWatch(directory, root, { until, atLeast }) {
      const seen = heads.get(idOf(directory)) ?? NEVER;
      const standing = seen.treesWatchedUntil?.get(root) ?? 0;
      if (standing >= atLeast || standing >= until) return seen;
      const treesWatchedUntil = new Map(seen.treesWatchedUntil).set(root, until);
      heads.set(idOf(directory), { ...seen, treesWatchedUntil });
      return heads.get(idOf(directory))!;
    },

    async extendBelowWatch(directory, { until, atLeast }) {
      const seen = heads.get(idOf(directory)) ?? NEVER;
      const standing = seen.watchedBelowUntil ?? 0;
      if (standing >= atLeast || standing >= until) return seen;
      heads.set(idOf(directory), { ...seen, watchedBelowUntil: until });
      return heads.get(idOf(directory))!;
    },

    async acquireFill(directory, { until, now, leaseUntil }) {
      const seen = heads.get(idOf(directory)) ?? NEVER;
      if (seen.leaseUntil > now) return { acquired: false, head: seen };
      const head = { ...seen, leaseUntil, watchedUntil: Math.max(seen.watchedUntil, until) };
      heads.set(idOf(directory), head);
      return { acquired: true, head };
    },

    async releaseFill(directory, leaseUntil) {
      const seen = heads.get(idOf(directory));
      if (seen?.leaseUntil !== leaseUntil) return;
      heads.set(idOf(directory), { ...seen, misses: 0, missesSince: 0, leaseUntil: 0 });
    },

    async readChunks(scope, { from, through = END, limit }) {
      const stored = chunksOf(scope);
      const start = Math.max(0, stored.countThrough(from) - 1);
      const end = through === END ? stored.values().length : stored.countThrough(through);
      const found = stored.values().slice(start, Math.min(end, start + limit));
      return { chunks: found, more: start + found.length < end };
    },

    async readRecords(scope, { after, through, limit }) {
      const inRange = recordsOf(scope)
        .values()
        .filter(({ name }) => isAfter(name, after) && isWithin(name, through));
      const found = inRange.slice(0, limit);
      return { records: found, knownThrough: inRange.length > limit ? found.at(-1)!.name : END };
    },

    async readRecord(scope, name) {
      return recordsOf(scope).get(name);
    },

    async writeChunk(scope, chunk, latestAt) {
      const standing = chunksOf(scope).get(chunk.after);
      if (standing && isNotBefore(standing, chunk.observedAt, latestAt)) return 'superseded';
      chunksOf(scope).set(chunk.after, chunk);
      return 'written';
    },

    async shortenChunk(scope, chunk, from) {
      const standing = chunksOf(scope).get(chunk.after);
      const { observedAt, epoch } = chunk;
      if (standing?.observedAt === observedAt && standing.epoch === epoch && standing.through === from)
        chunksOf(scope).set(chunk.after, chunk);
    },

    async deleteChunk(scope, { after }, { observedBefore, latestAt }) {
      const standing = chunksOf(scope).get(after);
      if (standing && !isNotBefore(standing, observedBefore, latestAt)) chunksOf(scope).delete(after);
    },

    async writeObservation(scope, name, observation, latestAt) {
      changeRecord(scope, name, (standing) =>
        standing.observation && isNotBefore(standing.observation, observation.observedAt, latestAt)
          ? standing
          : { ...standing, observation },
      );
    },

    async writeMarks(scope, name, { appearedAt, vanishedAt }) {
      changeRecord(scope, name, (standing) => ({
        ...standing,
        marks: {
          ...standing.marks,
          ...(appearedAt === undefined ? {} : { appearedAt: later(standing.marks.appearedAt, appearedAt) }),
          ...(vanishedAt === undefined ? {} : { vanishedAt: later(standing.marks.vanishedAt, vanishedAt) }),
        },
      }));
    },

    canHold,
  };
}

/** An item counts as absent if its time is in the future by every correct clock. */
function isNotBefore({ observedAt }: { observedAt: number }, time: number, latestAt: number): boolean {
  return observedAt >= time && observedAt <= latestAt;
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const standing = map.get(key);
  if (standing !== undefined) return standing;
  const made = make();
  map.set(key, made);
  return made;
}
