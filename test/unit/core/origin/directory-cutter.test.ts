/**
 * Parts of directories that are cut from flat pages. Each part must equal the directory's own listing, and together
 * they must cover it.
 */
import { describe, expect, test } from '@jest/globals';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import {
  compareEnds,
  comparePositions,
  contains,
  END,
  type Position,
  START,
} from '../../../../lambdas/core/model/range.ts';
import { DirectoryCutter, type DirectoryPart } from '../../../../lambdas/core/origin/directory-cutter.ts';
import { compareNames } from '../../../../shared/byte-order.ts';
import fc from '../../../support/fast-check.ts';

const piece = fc.constantFrom('a', 'b', 'a.', 'a0', '\u{1f600}', '\uff5e', '');
const anyKey = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join('/'));
const anyKeys = fc.array(anyKey, { maxLength: 40 }).map((keys) => [...new Set(keys)].sort(compareNames));

const object = (name: string): Entry => ({ type: 'object', name, sizeBytes: 1 });

/** The names of a directory as S3 would list them with a delimiter. */
function listed(keys: readonly string[], directory: string): string[] {
  const names = keys
    .filter((key) => key.startsWith(directory))
    .map((key) => /^[^/]*\/?/.exec(key.slice(directory.length))![0]);
  return [...new Set(names)].sort(compareNames);
}

function directoriesOf(keys: readonly string[]): string[] {
  const found = new Set(['']);
  for (const key of keys)
    for (let end = key.indexOf('/'); end >= 0; end = key.indexOf('/', end + 1))
      found.add(key.slice(0, end + 1));
  return [...found];
}

/** Cuts the keys, given in pages of this size. A new chain of LISTs begins after this number of pages. */
function cut(keys: readonly string[], pageSize: number, chainPages: number): DirectoryPart[] {
  const parts: DirectoryPart[] = [];
  let cutter = new DirectoryCutter(START, 'epoch');
  for (let from = 0, page = 1; ; from += pageSize, page++) {
    const entries = keys.slice(from, from + pageSize).map(object);
    const last = from + pageSize >= keys.length;
    // A page that could not be stored is processed again, by a copy of the cutter.
    const copy = cutter.copy();
    cutter.take({ entries, observedAt: page - 1, watchedUntil: page });
    cutter = copy;
    parts.push(...cutter.take({ entries, observedAt: page, watchedUntil: page + 100 }));
    if (last) return [...parts, ...cutter.flush(END)];
    if (page % chainPages !== 0) continue;
    const reached = entries.at(-1)!.name;
    parts.push(...cutter.flush(reached));
    cutter = new DirectoryCutter(reached, 'epoch');
  }
}

describe('a directory cut from flat pages', () => {
  test('equals its own listing, in every part and as a whole', () => {
    fc.assert(
      fc.property(
        anyKeys,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 4 }),
        (keys, size, chain) => {
          const parts = cut(keys, size, chain);
          for (const directory of directoriesOf(keys)) {
            const own = parts
              .filter((part) => part.directory === directory)
              .sort((a, b) => comparePositions(a.after, b.after));
            for (const part of own) {
              const names = listed(keys, directory).filter((name) => contains(part, name));
              expect(part.entries.map(({ name }) => name)).toEqual(names);
            }
            let reached: Position = START;
            for (const { after, through } of own) {
              expect(after).toBe(reached);
              if (through !== END) reached = through;
            }
            expect(compareEnds(own.at(-1)!.through, END)).toBe(0);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('has the date of the first LIST that it was cut from, and the shortest of the watches', () => {
    const cutter = new DirectoryCutter(START, 'epoch');
    expect(cutter.take({ entries: ['a/1', 'b/1'].map(object), observedAt: 10, watchedUntil: 90 })).toEqual([
      {
        directory: 'a/',
        after: START,
        through: END,
        entries: [object('1')],
        observedAt: 10,
        watchedUntil: 90,
      },
    ]);
    expect(cutter.take({ entries: ['b/2', 'c'].map(object), observedAt: 20, watchedUntil: 80 })).toEqual([
      {
        ...{ directory: 'b/', after: START, through: END, entries: [object('1'), object('2')] },
        ...{ observedAt: 10, watchedUntil: 80 },
      },
    ]);
    expect(cutter.flush(END)).toMatchObject([{ directory: '', observedAt: 10, watchedUntil: 80 }]);
  });

  test('says nothing about a directory in which it begins, nor about names beyond it', () => {
    const cutter = new DirectoryCutter('a/b/5', 'epoch');
    const names = ['a/b/6', 'a/c'].map(object);
    expect(cutter.take({ entries: names, observedAt: 1, watchedUntil: 2 })).toMatchObject([
      { directory: 'a/b/', after: '5', through: END },
    ]);
    // The part after the border of a directory that nobody has listed.
    expect(cutter.flush('a/d/7')).toMatchObject([{ directory: 'a/', after: 'b/', through: 'c' }]);
  });

  test('ends at a position between two names, and covers nothing before a subdirectory that was not seen', () => {
    const taken = (...names: string[]) => {
      const cutter = new DirectoryCutter(START, 'epoch');
      cutter.take({ entries: names.map(object), observedAt: 1, watchedUntil: 2 });
      return cutter;
    };
    expect(taken('a', 'b').flush('m')).toMatchObject([{ directory: '', after: START, through: 'm' }]);
    expect(taken().flush('d/7')).toEqual([]);
  });

  test('has its subdirectories as directories', () => {
    const cutter = new DirectoryCutter(START, 'epoch');
    cutter.take({ entries: ['a', 'b/1', 'b/2'].map(object), observedAt: 1, watchedUntil: 2 });
    expect(cutter.flush(END).map(({ entries }) => entries)).toEqual([
      [object('a'), { type: 'directory', name: 'b/' }],
      [object('1'), object('2')],
    ]);
    expect([cutter.epoch, cutter.copy().epoch]).toEqual(['epoch', 'epoch']);
  });

  test('with very many names comes in parts', () => {
    const cutter = new DirectoryCutter(START, 'epoch');
    const names = Array.from({ length: 9_000 }, (_, i) => object(`d/${String(i).padStart(5, '0')}`));
    const parts = cutter.take({ entries: names, observedAt: 1, watchedUntil: 2 });
    expect(parts.map(({ entries }) => entries.length)).toEqual([4_000, 4_000]);
    expect(cutter.flush(END).find(({ directory }) => directory === 'd/')).toMatchObject({ through: END });
  });
});
