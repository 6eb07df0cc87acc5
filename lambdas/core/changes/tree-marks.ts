/**
 * The marks of a batch in trees. Each key is marked once for each root, if any directory at or above the key is
 * watched for the tree of that root. A tree contains no directory names, so no marks are needed above the key. The
 * heads say which roots exist.
 */
import type { KeyChange } from '../model/change.ts';
import { ancestorPlaces, type Directory, placeOfKey } from '../model/names.ts';
import type { Scope } from '../model/scope.ts';
import { isKeptInTree } from '../model/tree.ts';
import type { Watched } from './watches.ts';

/** A mark for a key in a tree, or a floor on its directory if no mark can be written for it. */
export type TreeMark = {
  /** Indexes of the changes that fail if the write fails. */
  changes: Set<number>;
  watchedUntil: number;
} & ({ writes: 'mark'; scope: Scope; name: string } | { writes: 'floor'; directory: Directory });

/** The directories whose heads may have a watch for the key: its own, and all above. */
export function directoriesAbove(bucket: string, key: string): Directory[] {
  const { prefix } = placeOfKey(key);
  return [prefix, ...ancestorPlaces(prefix).map((place) => place.prefix)].map((it) => ({
    bucket,
    prefix: it,
  }));
}

export function treeMarksOf(
  changes: readonly Pick<KeyChange, 'bucket' | 'keys'>[],
  watched: Pick<Watched, 'trees' | 'unreadable'>,
  canHold: (name: string) => boolean,
): TreeMark[] {
  const marks = new Map<string, TreeMark>();
  const add = (mark: TreeMark, id: unknown[], index: number) => {
    const same = marks.get(JSON.stringify(id)) ?? mark;
    same.watchedUntil = Math.max(same.watchedUntil, mark.watchedUntil);
    same.changes.add(index);
    marks.set(JSON.stringify(id), same);
  };
  for (const [index, change] of changes.entries()) {
    const { bucket } = change;
    for (const key of change.keys) {
      const directories = directoriesAbove(bucket, key);
      const own = directories[0]!;
      for (const directory of directories) {
        for (const [root, watchedUntil] of watched.trees(directory)) {
          const name = key.slice(root.length);
          const common = { changes: new Set<number>(), watchedUntil };
          const scope: Scope = { kind: 'tree', bucket, prefix: root };
          if (isKeptInTree(name) && canHold(name))
            add({ ...common, writes: 'mark', scope, name }, ['mark', bucket, root, name], index);
          else add({ ...common, writes: 'floor', directory: own }, ['floor', bucket, own.prefix], index);
        }
        if (watched.unreadable(directory)) {
          const watchedUntil = Number.POSITIVE_INFINITY;
          const floor = {
            writes: 'floor',
            directory: own,
            changes: new Set<number>(),
            watchedUntil,
          } as const;
          add(floor, ['floor', bucket, own.prefix], index);
        }
      }
    }
  }
  return [...marks.values()];
}
