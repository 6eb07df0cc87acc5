/**
 * The reference implementation of the index table: what the port means, with nothing of any engine in it. Items are
 * never expired here: expiry only frees space, and no read may rely on it.
 */

import { MISS_WINDOW_MS } from '../../../lambdas/adapters/dynamodb/bounds.ts';
import { canHold } from '../../../lambdas/adapters/dynamodb/sort-key.ts';
import type { Chunk } from '../../../lambdas/core/model/chunk.ts';
import type { Directory } from '../../../lambdas/core/model/names.ts';
import { comparePositions, isAfter, isWithin, type Position } from '../../../lambdas/core/model/position.ts';
import type { StoredRecord } from '../../../lambdas/core/model/record.ts';
import type { BucketItem, DirectoryHead, IndexTable } from '../../../lambdas/core/ports.ts';
import { createSortedMap, type SortedMap } from './sorted-map.ts';

const NEVER: DirectoryHead = { watchedUntil: 0, misses: 0, missesSince: 0, leaseUntil: 0 };

const later = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);

export function createMemoryTable(): IndexTable {
  const epochs = new Map<string, string>();
  const floorsByBucket = new Map<string, Map<string, number>>();
  const heads = new Map<string, DirectoryHead>();
  const chunks = new Map<string, SortedMap<Position, Chunk>>();
  const records = new Map<string, SortedMap<string, StoredRecord>>();

  const idOf = ({ bucket, prefix }: Directory) => `${bucket}#${prefix}`;
  const chunksOf = (directory: Directory) =>
    getOrAdd(chunks, idOf(directory), () => createSortedMap(comparePositions));
  const recordsOf = (directory: Directory) =>
    getOrAdd(records, idOf(directory), () => createSortedMap(comparePositions));

  function bucketOf(bucket: string): BucketItem | undefined {
    const epoch = epochs.get(bucket);
    return epoch === undefined ? undefined : { epoch, floors: new Map(floorsByBucket.get(bucket)) };
  }

  function changeRecord(
    directory: Directory,
    name: string,
    change: (standing: StoredRecord) => StoredRecord,
  ): void {
    const standing = recordsOf(directory).get(name) ?? { name, marks: {} };
    recordsOf(directory).set(name, change(standing));
  }

  return {
    async readBucket(bucket) {
      return bucketOf(bucket);
    },

    async createBucket(bucket, epoch) {
      if (!epochs.has(bucket)) epochs.set(bucket, epoch);
      return bucketOf(bucket)!;
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
      heads.set(idOf(directory), { ...NEVER, watchedUntil: seen.watchedUntil });
    },

    async readChunks(directory, { from, limit }) {
      const stored = chunksOf(directory);
      const start = Math.max(0, stored.countThrough(from) - 1);
      const found = stored.values().slice(start, start + limit);
      return { chunks: found, more: start + found.length < stored.values().length };
    },

    async readRecords(directory, { after, through, limit }) {
      const inRange = recordsOf(directory)
        .values()
        .filter(({ name }) => isAfter(name, after) && isWithin(name, through));
      const found = inRange.slice(0, limit);
      return inRange.length > limit
        ? { records: found, knownThrough: found.at(-1)!.name }
        : { records: found };
    },

    async readRecord(directory, name) {
      return recordsOf(directory).get(name);
    },

    async writeChunk(directory, chunk) {
      const standing = chunksOf(directory).get(chunk.after);
      if (standing && standing.observedAt >= chunk.observedAt) return 'superseded';
      chunksOf(directory).set(chunk.after, chunk);
      return 'written';
    },

    async deleteChunk(directory, { after }, observedBefore) {
      const standing = chunksOf(directory).get(after);
      if (standing && standing.observedAt < observedBefore) chunksOf(directory).delete(after);
    },

    async writeObservation(directory, name, observation) {
      changeRecord(directory, name, (standing) =>
        standing.observation && standing.observation.observedAt >= observation.observedAt
          ? standing
          : { ...standing, observation },
      );
    },

    async writeMarks(directory, name, { appearedAt, vanishedAt }) {
      changeRecord(directory, name, (standing) => ({
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

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const standing = map.get(key);
  if (standing !== undefined) return standing;
  const made = make();
  map.set(key, made);
  return made;
}
