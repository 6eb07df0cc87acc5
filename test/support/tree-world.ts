/** Worlds for the tests of trees: the keys in S3, and the expected recursive listing. */
import { compareNames } from '../../shared/byte-order.ts';
import { World, type WorldOptions } from './world.ts';

/** The key at index `i` has `i + 1` bytes. */
export function worldOf(keys: readonly string[], options: WorldOptions = {}): World {
  const world = new World(options);
  for (const [i, key] of keys.entries()) world.put(key, i + 1);
  return world;
}

/** This many directories below `d/`, with this many keys in each. */
export const manyKeys = (directories: number, each: number) =>
  Array.from({ length: directories * each }, (_, i) => {
    const directory = String(Math.floor(i / each)).padStart(4, '0');
    return `d/${directory}/${String(i % each).padStart(4, '0')}`;
  });

/** The keys below a directory, relative to it, in S3's order. */
export const belowOf = (keys: readonly string[], directory: string) =>
  keys
    .filter((key) => key.startsWith(directory))
    .map((key) => key.slice(directory.length))
    .sort(compareNames);
