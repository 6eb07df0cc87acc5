/** The sizes of a directory's subdirectories and objects, as rectangles with areas in proportion. */
import { type HierarchyRectangularNode, hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { EntryJson } from '../../contract/answers/entry.ts';
import type { UsageAnswer } from '../../contract/answers/usage.ts';
import { formatCount } from './format.ts';

/** Smaller tiles would be too small to click. All smaller entries share one tile. */
const MAX_DIRECTORIES = 60;
const MAX_OBJECTS = 150;
const GAP_PX = 2;

export interface Part {
  kind: 'directory' | 'object' | 'rest';
  title: string;
  /** Absent for the tile that all smaller entries share. */
  key?: string;
  sizeBytes: number;
  objects: number;
}

export interface Tile extends Part {
  x: number;
  y: number;
  widthPx: number;
  heightPx: number;
}

/** @param entries the directory's own entries, if all of them are known */
export function partsOf(usage: UsageAnswer, entries: readonly EntryJson[] | undefined): Part[] {
  const below = (usage.children ?? []).map((child): Part => {
    const title = child.prefix.slice(usage.prefix.length);
    return { kind: 'directory', title, key: child.prefix, sizeBytes: child.size, objects: child.objects };
  });
  const here = (entries ?? []).flatMap((entry): Part[] => {
    if (entry.type === 'directory') return [];
    const { name: title, key, size: sizeBytes } = entry;
    return [{ kind: 'object', title, key, sizeBytes, objects: 1 }];
  });
  const shown = [...largest(below, MAX_DIRECTORIES), ...largest(here, MAX_OBJECTS)].filter(
    ({ sizeBytes }) => sizeBytes > 0,
  );
  const sizeBytes = usage.size - total(shown, 'sizeBytes');
  const objects = usage.objects - total(shown, 'objects');
  if (sizeBytes > 0 && objects > 0) shown.push({ kind: 'rest', title: restOf(objects), sizeBytes, objects });
  return shown;
}

interface Node {
  part?: Part;
  children?: Node[];
}

export function tilesOf(parts: readonly Part[], widthPx: number, heightPx: number): Tile[] {
  const root = hierarchy<Node>({ children: parts.map((part) => ({ part })) })
    .sum(({ part }) => part?.sizeBytes ?? 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const layout = treemap<Node>().tile(treemapSquarify).size([widthPx, heightPx]).paddingInner(GAP_PX);
  return layout(root)
    .leaves()
    .flatMap((leaf) => tileOf(leaf, leaf.data.part));
}

function tileOf({ x0, y0, x1, y1 }: HierarchyRectangularNode<Node>, part: Part | undefined): Tile[] {
  return part ? [{ ...part, x: x0, y: y0, widthPx: x1 - x0, heightPx: y1 - y0 }] : [];
}

function restOf(objects: number): string {
  return objects === 1 ? '1 other object' : `${formatCount(objects)} other objects`;
}

function largest(parts: readonly Part[], count: number): Part[] {
  return parts.toSorted((a, b) => b.sizeBytes - a.sizeBytes).slice(0, count);
}

function total(parts: readonly Part[], of: 'sizeBytes' | 'objects'): number {
  return parts.reduce((sum, part) => sum + part[of], 0);
}
