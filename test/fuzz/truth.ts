/**
 * The expected answers for a set of objects by S3's rules, computed in the simplest way. Every answer is compared
 * with them.
 */
import { DELIMITER } from '../../shared/keys.ts';
import type { World } from './world.ts';

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const wireTime = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

export interface TrueEntry {
  type: 'object' | 'directory';
  name: string;
  key: string;
  size?: number;
  lastModified?: string;
  etag?: string;
  storageClass?: string;
}

/** Everything up to the last slash of the prefix is the directory. The rest filters its names. */
export function trueListing(world: World, bucket: string, prefix: string, recursive = false): TrueEntry[] {
  const directory = prefix.slice(0, prefix.lastIndexOf(DELIMITER) + 1);
  const entries = new Map<string, TrueEntry>();
  for (const [key, object] of world.objects(bucket)) {
    if (!key.startsWith(prefix)) continue;
    const rest = key.slice(directory.length);
    const cut = recursive ? 0 : rest.indexOf(DELIMITER) + 1;
    const name = cut > 0 ? rest.slice(0, cut) : rest;
    entries.set(
      name,
      cut > 0
        ? { type: 'directory', name, key: directory + name }
        : {
            type: 'object',
            name,
            key,
            size: object.sizeBytes,
            lastModified: wireTime(object.lastModifiedMs),
            etag: object.etag,
            storageClass: object.storageClass,
          },
    );
  }
  return [...entries.values()].sort((a, b) => byBytes(a.name, b.name));
}

/** The entries after a name, in S3's order. */
export const after = (entries: TrueEntry[], name: string | undefined) =>
  name === undefined ? entries : entries.filter((entry) => byBytes(entry.name, name) > 0);

/** The expected stat; undefined if nothing is found. `full` adds what only a HEAD returns. */
export function trueStat(world: World, bucket: string, key: string, full: boolean): object | undefined {
  const object = key.endsWith(DELIMITER) ? undefined : world.objects(bucket).get(key);
  if (object) {
    const listed = trueListing(world, bucket, key).find((entry) => entry.key === key)!;
    return { ...listed, ...(full && object.detail) };
  }
  const directory = key === '' || key.endsWith(DELIMITER) ? key : key + DELIMITER;
  const children = trueListing(world, bucket, directory);
  if (children.length === 0) return undefined;
  const objects = children.filter((entry) => entry.type === 'object');
  const marker = objects.find(({ name }) => name === '');
  const inside = objects.filter(({ name }) => name !== '');
  const newest = objects
    .map(({ lastModified }) => lastModified!)
    .sort()
    .at(-1);
  return {
    type: 'directory',
    key: directory,
    ...(newest !== undefined && { lastModified: newest }),
    objects: inside.length,
    directories: children.length - objects.length,
    size: inside.reduce((sum, { size }) => sum + size!, 0),
    complete: true,
    ...(marker && {
      marker: {
        size: marker.size,
        lastModified: marker.lastModified,
        etag: marker.etag,
        storageClass: marker.storageClass,
      },
    }),
  };
}
