/** Tiles: their areas are in proportion to sizes, and smaller entries share one tile. */
import { expect, test } from '@jest/globals';
import type { EntryJson } from '../../../../contract/answers/entry.ts';
import type { UsageAnswer } from '../../../../contract/answers/usage.ts';
import { partsOf, tilesOf } from '../../../../explorer/model/treemap.ts';

const usage = (children: UsageAnswer['children'], size: number, objects: number): UsageAnswer => ({
  ...{ bucket: 'b', prefix: 'd/', objects, size, complete: true, children },
});
const object = (name: string, size: number): EntryJson => ({ type: 'object', name, key: `d/${name}`, size });

test('directories and objects have their own tiles if both are known', () => {
  const parts = partsOf(usage([{ prefix: 'd/a/', objects: 2, size: 30 }], 40, 3), [object('x', 10)]);
  expect(parts.map(({ kind, title, sizeBytes }) => [kind, title, sizeBytes])).toEqual([
    ['directory', 'a/', 30],
    ['object', 'x', 10],
  ]);
});

test('unknown entries are in the tile of the rest', () => {
  const parts = partsOf(usage([{ prefix: 'd/a/', objects: 2, size: 30 }], 40, 3), undefined);
  expect(parts.at(-1)).toEqual({ kind: 'rest', title: '1 other object', sizeBytes: 10, objects: 1 });
});

test('with very many entries, the largest are shown and the rest share one tile', () => {
  const children = Array.from({ length: 500 }, (_, at) => ({ prefix: `d/${at}/`, objects: 1, size: at }));
  const size = children.reduce((sum, child) => sum + child.size, 0);
  const parts = partsOf(usage(children, size, 500), []);
  expect(parts.length).toBeLessThan(100);
  expect(parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(size);
  expect(parts.reduce((sum, { objects }) => sum + objects, 0)).toBe(500);
});

test('empty entries have no tile', () => {
  expect(partsOf(usage([{ prefix: 'd/a/', objects: 1, size: 0 }], 0, 1), [object('x', 0)])).toEqual([]);
});

test('areas are in proportion, within the box, and do not overlap', () => {
  const parts = partsOf(usage([{ prefix: 'd/a/', objects: 1, size: 300 }], 400, 2), [object('x', 100)]);
  const tiles = tilesOf(parts, 402, 100);
  const area = ({ widthPx, heightPx }: { widthPx: number; heightPx: number }) => widthPx * heightPx;
  expect(area(tiles[0]!) / area(tiles[1]!)).toBeCloseTo(3, 0);
  for (const { x, y, widthPx, heightPx } of tiles) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + widthPx).toBeLessThan(402.1);
    expect(y + heightPx).toBeLessThan(100.1);
  }
});
