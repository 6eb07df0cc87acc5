/** Folders to serve: a directory of 100,000 files, and a realistic one. */
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Tree {
  folder: string;
  remove(): void;
}

export interface TreeFile {
  path: string;
  /** The size of a sparse file, which takes no space on the disk. */
  sizeBytes: number;
  modified: Date;
}

export const LARGE_ENTRIES = 100_000;
export const LARGEST = 'file-070000.txt';
export const NEWEST = 'file-031337.txt';

const SOME_DAY = new Date('2026-03-04T05:06:07Z');

export function largeTree(): Tree {
  const tree = emptyTree();
  mkdirSync(join(tree.folder, 'big'));
  for (let index = 0; index < LARGE_ENTRIES; index++) {
    closeSync(openSync(join(tree.folder, `big/file-${String(index).padStart(6, '0')}.txt`), 'w'));
  }
  write(tree, { path: `big/${LARGEST}`, sizeBytes: 123_456_789, modified: SOME_DAY });
  // A time later than all other writes of the test.
  write(tree, { path: `big/${NEWEST}`, sizeBytes: 1, modified: new Date('2100-01-01T00:00:00Z') });
  return tree;
}

/** A photographer's year: directories, and files of all kinds with realistic sizes and times. */
export function photoTree(): Tree {
  const tree = emptyTree();
  const at = (day: number, minute: number) => new Date(Date.UTC(2026, 8, day, 9, minute, (minute * 7) % 60));
  const files: TreeFile[] = [
    { path: 'catalogue.sqlite', sizeBytes: 48_234_496, modified: at(30, 12) },
    { path: 'contact-sheet.pdf', sizeBytes: 7_912_448, modified: at(28, 3) },
    { path: 'interview.m4a', sizeBytes: 18_874_368, modified: at(12, 44) },
    { path: 'notes.md', sizeBytes: 4_211, modified: at(29, 51) },
    { path: 'rename.py', sizeBytes: 2_380, modified: at(2, 10) },
    { path: 'selected.tar.zst', sizeBytes: 912_680_550, modified: at(30, 58) },
    { path: 'timelapse.mp4', sizeBytes: 388_120_344, modified: at(21, 20) },
    { path: 'tracks.geojson', sizeBytes: 96_140, modified: at(20, 7) },
    ...['albums/cover.jpg', 'exports/web.zip', 'raw/IMG_4021.cr3'].map((path, index) => ({
      path,
      sizeBytes: 2 ** (20 + index),
      modified: at(1 + index, 0),
    })),
    ...Array.from({ length: 640 }, (_, index) => ({
      path: `IMG_${4021 + index}.${index % 9 === 4 ? 'heic' : 'jpg'}`,
      sizeBytes: 2_400_000 + ((index * 7_368_787) % 5_600_000),
      modified: at(1 + Math.floor(index / 23), (index * 3) % 60),
    })),
  ];
  for (const file of files) write(tree, { ...file, path: `photos/2026-09 Lofoten/${file.path}` });
  write(tree, { path: 'photos/2025-06 Skye/IMG_1000.jpg', sizeBytes: 1_000_000, modified: SOME_DAY });
  write(tree, { path: 'readme.txt', sizeBytes: 120, modified: SOME_DAY });
  return tree;
}

export function treeOf(paths: readonly string[]): Tree {
  const tree = emptyTree();
  for (const path of paths) write(tree, { path, sizeBytes: 10, modified: SOME_DAY });
  return tree;
}

function emptyTree(): Tree {
  const folder = mkdtempSync(join(tmpdir(), 's3dex-browser-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function write({ folder }: Tree, { path, sizeBytes, modified }: TreeFile): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, 'w');
  ftruncateSync(descriptor, sizeBytes);
  closeSync(descriptor);
  utimesSync(file, modified, modified);
}
