/**
 * The reference implementation of the object store: S3's listing rules over a sorted map, without a wire format.
 */
import type { Entry, ObjectDetail, ObjectEntry } from '../../../lambdas/core/model/entry.ts';
import { placeOfKey } from '../../../lambdas/core/model/names.ts';
import type { ListOutcome, ObjectStore, StoreFailure } from '../../../lambdas/core/ports/object-store.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import { createSortedMap, type SortedMap } from './sorted-map.ts';

export type MemoryObject = Omit<ObjectEntry, 'type' | 'name'> & { detail?: ObjectDetail };

export interface MemoryStore extends ObjectStore {
  createBucket(bucket: string): void;
  /** Creates the bucket if it does not exist. */
  put(bucket: string, key: string, object?: Partial<MemoryObject>): void;
  remove(bucket: string, key: string): void;
  /** The number of requests so far. A peek counts as a list, as S3 bills it. */
  readonly calls: { list: number; head: number };
}

/** S3's limit. A request for more names returns this many. */
const MAX_KEYS = 1_000;

export function createMemoryStore(): MemoryStore {
  const buckets = new Map<string, SortedMap<string, MemoryObject>>();
  const calls = { list: 0, head: 0 };

  function createBucket(bucket: string): SortedMap<string, MemoryObject> {
    const objects = buckets.get(bucket) ?? createSortedMap<string, MemoryObject>(compareNames);
    buckets.set(bucket, objects);
    return objects;
  }

  return {
    calls,
    createBucket,

    put(bucket, key, object = {}) {
      createBucket(bucket).set(key, { sizeBytes: 0, storageClass: 'STANDARD', ...object });
    },

    remove(bucket, key) {
      buckets.get(bucket)?.delete(key);
    },

    async list({ bucket, prefix, recursive, startAfter, token, maxKeys }): Promise<ListOutcome> {
      calls.list++;
      const objects = buckets.get(bucket);
      if (!objects) return noSuchBucket(bucket);
      const list = recursive ? flatListing : listing;
      return list(objects, prefix, token ?? startAfter, maxKeys);
    },

    async head({ bucket, key }) {
      calls.head++;
      const object = buckets.get(bucket)?.get(key);
      if (!object) return { outcome: 'absent' };
      const { detail = {}, ...facts } = object;
      return { outcome: 'present', entry: { type: 'object', name: placeOfKey(key).name, ...facts }, detail };
    },

    async peek({ bucket, prefix }) {
      calls.list++;
      const objects = buckets.get(bucket);
      if (!objects) return noSuchBucket(bucket);
      const first = objects.keys()[objects.countWhile((key) => compareNames(key, prefix) < 0)];
      return { outcome: first?.startsWith(prefix) ? 'present' : 'absent' };
    },
  };
}

function noSuchBucket(bucket: string): StoreFailure {
  return { outcome: 'failed', reason: 'no-such-bucket', message: `no bucket ${bucket}` };
}

/** Every key below the prefix, without a delimiter. */
function flatListing(
  objects: SortedMap<string, MemoryObject>,
  prefix: string,
  after: string | undefined,
  maxKeys: number,
): ListOutcome {
  const entries: Entry[] = [];
  const first = objects.countWhile(
    (key) => compareNames(key, prefix) < 0 || (after !== undefined && compareNames(key, after) <= 0),
  );
  for (let at = first; objects.keys()[at]?.startsWith(prefix); at++) {
    if (entries.length === Math.min(maxKeys, MAX_KEYS))
      return { outcome: 'listed', entries, token: prefix + entries.at(-1)!.name };
    const { detail: _detail, ...facts } = objects.values()[at]!;
    entries.push({ type: 'object', name: objects.keys()[at]!.slice(prefix.length), ...facts });
  }
  return { outcome: 'listed', entries };
}

/**
 * `after`: the last key or common prefix that was returned. It is also the token, because tokens are opaque but not
 * secret.
 */
function listing(
  objects: SortedMap<string, MemoryObject>,
  prefix: string,
  after: string | undefined,
  maxKeys: number,
): ListOutcome {
  const entries: Entry[] = [];
  const limit = Math.min(maxKeys, MAX_KEYS);
  let at = objects.countWhile(
    (key) => compareNames(key, prefix) < 0 || (after !== undefined && compareNames(key, after) <= 0),
  );
  for (let key = objects.keys()[at]; key?.startsWith(prefix); key = objects.keys()[at]) {
    const name = key.slice(prefix.length);
    const cut = name.indexOf(DELIMITER) + 1;
    const directory = prefix + name.slice(0, cut);
    // A common prefix that is not greater than StartAfter is omitted, although keys below it are greater.
    const done = cut > 0 && after !== undefined && compareNames(directory, after) <= 0;
    if (!done && entries.length === limit)
      return { outcome: 'listed', entries, token: prefix + entries.at(-1)!.name };
    if (cut === 0) {
      const { detail: _detail, ...facts } = objects.values()[at]!;
      entries.push({ type: 'object', name, ...facts });
      at++;
    } else {
      if (!done) entries.push({ type: 'directory', name: name.slice(0, cut) });
      at = objects.countWhile((each) => compareNames(each, directory) <= 0 || each.startsWith(directory));
    }
  }
  return { outcome: 'listed', entries };
}
