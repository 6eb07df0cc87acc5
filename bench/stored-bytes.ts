/**
 * Bytes that the index stores for each entry of a real tree, with its names, sizes and times, and with ETags of 16
 * random bytes. Whole items are counted as DynamoDB bills them, including keys and attribute names.
 */

import { randomBytes } from 'node:crypto';
import { type Dirent, existsSync, lstatSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeChunkInput } from '../lambdas/adapters/dynamodb/chunks.ts';
import type { Entry } from '../lambdas/core/model/entry.ts';
import { END, START } from '../lambdas/core/model/range.ts';
import { cutPage, type ObservedPage } from '../lambdas/core/origin/cut-page.ts';
import { compareNames } from '../shared/byte-order.ts';
import { LIST_MAX_KEYS } from '../shared/list-bound.ts';
import { itemBytes } from './item-bytes.ts';

/**
 * The repository's own tree, which has small directories. A system folder with directories of all sizes is measured
 * too, if it exists.
 */
export const REPOSITORY_TREE = 'node_modules';
export const SYSTEM_TREE = '/usr/share';
const ROOT = join(import.meta.dirname, '..');
const LARGE_ENTRIES = 200;
const ETAG_BYTES = 16;
const LIFE_MS = 3_600_000;
const WATCH_MS = 5_400_000;
/** 64 random bits, as a reader creates them. */
const EPOCH = 'AAAAAAAAAAA';

export interface StoredBytes {
  tree: string;
  directories: number;
  entries: number;
  /** Number of chunk items. */
  items: number;
  bytesPerEntry: number;
  /** The same, only for directories with at least 200 entries. */
  large: { directories: number; entries: number; bytesPerEntry: number; writeUnitsPer1000: number };
}

export function storedBytes(tree: string): StoredBytes | undefined {
  const path = resolve(ROOT, tree);
  if (!existsSync(path)) return undefined;
  const sum = { directories: 0, entries: 0, items: 0, bytes: 0 };
  const large = { directories: 0, entries: 0, items: 0, bytes: 0, writeUnits: 0 };
  for (const { prefix, entries } of directoriesOf(path, '')) {
    const sizes = itemsOf(prefix, entries).map(itemBytes);
    const bytes = sizes.reduce((total, size) => total + size, 0);
    for (const part of entries.length >= LARGE_ENTRIES ? [sum, large] : [sum]) {
      part.directories++;
      part.entries += entries.length;
      part.items += sizes.length;
      part.bytes += bytes;
    }
    if (entries.length >= LARGE_ENTRIES)
      large.writeUnits += sizes.reduce((total, size) => total + Math.ceil(size / 1_024), 0);
  }
  return {
    tree,
    directories: sum.directories,
    entries: sum.entries,
    items: sum.items,
    bytesPerEntry: sum.bytes / sum.entries,
    large: {
      directories: large.directories,
      entries: large.entries,
      bytesPerEntry: large.bytes / large.entries,
      writeUnitsPer1000: (large.writeUnits / large.entries) * 1_000,
    },
  };
}

/** The items of a directory's chunks, by pages of a LIST. */
function itemsOf(prefix: string, entries: readonly Entry[]) {
  const directory = { bucket: 'demo', prefix };
  const observedAt = Date.now();
  const times = { observedAt, endsAt: observedAt + LIFE_MS, watchedUntil: observedAt + WATCH_MS };
  const items: ReturnType<typeof writeChunkInput>['Item'][] = [];
  for (let from = 0; from === 0 || from < entries.length; from += LIST_MAX_KEYS) {
    const part = entries.slice(from, from + LIST_MAX_KEYS);
    const page: ObservedPage = {
      entries: part,
      ...times,
      epoch: EPOCH,
      after: from > 0 ? entries[from - 1]!.name : START,
      through: from + LIST_MAX_KEYS < entries.length ? part.at(-1)!.name : END,
    };
    items.push(
      ...cutPage(directory, page).map((chunk) => writeChunkInput(directory, chunk, chunk.observedAt).Item),
    );
  }
  return items.map((item) => item ?? {});
}

function* directoriesOf(path: string, prefix: string): Generator<{ prefix: string; entries: Entry[] }> {
  const entries: Entry[] = [];
  for (const found of readable(path)) {
    if (found.isDirectory()) {
      entries.push({ type: 'directory', name: `${found.name}/` });
      yield* directoriesOf(join(path, found.name), `${prefix}${found.name}/`);
    } else if (found.isFile()) entries.push(objectOf(path, found.name));
  }
  yield { prefix, entries: entries.sort((a, b) => compareNames(a.name, b.name)) };
}

function readable(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** An object as S3 lists it, with its time in whole seconds. */
function objectOf(path: string, name: string): Entry {
  const { size, mtimeMs } = lstatSync(join(path, name));
  return {
    type: 'object',
    name,
    sizeBytes: size,
    lastModifiedMs: Math.floor(mtimeMs / 1_000) * 1_000,
    etag: `"${randomBytes(ETAG_BYTES).toString('hex')}"`,
    storageClass: 'STANDARD',
  };
}
