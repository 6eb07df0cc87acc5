/** Sums of objects by directory. test/property/core/digest.test.ts tests them for arbitrary trees. */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../../../lambdas/core/model/digest.ts';
import type { Entry, ObjectEntry } from '../../../../lambdas/core/model/entry.ts';
import { addUsage, noUsage, type Usage } from '../../../../lambdas/core/model/usage.ts';
import { UsageTally } from '../../../../lambdas/core/model/usage-tally.ts';

const object = (name: string, sizeBytes: number, more: Partial<ObjectEntry> = {}): ObjectEntry => ({
  ...{ type: 'object', name, sizeBytes },
  ...more,
});
const usageOf = (entries: readonly Entry[]): Usage => digestOf(entries)[0]!.usage;

describe('digestOf', () => {
  test('has a row for each directory with objects, in order, and none for directories themselves', () => {
    const entries: Entry[] = [
      object('z', 1),
      { type: 'directory', name: 'a/b/' },
      object('a/x', 2),
      object('a/y', 3),
    ];
    expect(
      digestOf(entries).map(({ directory, usage }) => [directory, usage.objects, usage.sizeBytes]),
    ).toEqual([
      ['', 1, 1],
      ['a/', 2, 5],
    ]);
  });

  test('has the newest and oldest time, the first of the largest objects, and the sums by class', () => {
    const entries = [
      object('a', 5, { lastModifiedMs: 20, storageClass: 'GLACIER' }),
      object('b', 9, { lastModifiedMs: 10, storageClass: 'STANDARD' }),
      object('c', 9, { lastModifiedMs: 30, storageClass: 'STANDARD' }),
      object('d', 0),
    ];
    expect(usageOf(entries)).toEqual({
      ...{ objects: 4, sizeBytes: 23, newestMs: 30, oldestMs: 10, largest: { name: 'b', sizeBytes: 9 } },
      byClass: new Map([
        ['GLACIER', { objects: 1, sizeBytes: 5 }],
        ['STANDARD', { objects: 2, sizeBytes: 18 }],
      ]),
    });
  });
});

describe('addUsage', () => {
  const added = (...parts: [path: string, part: Usage][]) => {
    const sum = noUsage();
    for (const [path, part] of parts) addUsage(sum, part, path);
    return sum;
  };
  const small = usageOf([object('s', 1, { lastModifiedMs: 50, storageClass: 'STANDARD' })]);
  const large = usageOf([object('l', 8, { lastModifiedMs: 40, storageClass: 'STANDARD' })]);

  test('gives the same sum in either order', () => {
    const sum = {
      ...{ objects: 2, sizeBytes: 9, newestMs: 50, oldestMs: 40, largest: { name: 'y/l', sizeBytes: 8 } },
      byClass: new Map([['STANDARD', { objects: 2, sizeBytes: 9 }]]),
    };
    expect(added(['x/', small], ['y/', large])).toEqual(sum);
    expect(added(['y/', large], ['x/', small])).toEqual(sum);
  });

  test('keeps the first in order of the largest objects', () => {
    expect(added(['x/', large], ['y/', large]).largest).toEqual({ name: 'x/l', sizeBytes: 8 });
    expect(added(['y/', large], ['x/', large]).largest).toEqual({ name: 'x/l', sizeBytes: 8 });
  });

  test('does not change its parts, and adds nothing for a part without objects or times', () => {
    const bare = usageOf([object('a', 0)]);
    const sum = added(['', noUsage()], ['', bare], ['', large], ['', small], ['', bare]);
    expect(sum).toMatchObject({ objects: 4, sizeBytes: 9, newestMs: 50, oldestMs: 40 });
    expect(large.byClass.get('STANDARD')).toEqual({ objects: 1, sizeBytes: 8 });
  });
});

describe('a tally', () => {
  const rows = digestOf([
    ...[object('a/1', 1), object('a/b/2', 2), object('a/b/c/3', 4), object('a/d/4', 8), object('e/5', 16)],
  ]);
  const tally = (directory: string, depth: number) => {
    const of = new UsageTally(directory, depth);
    of.add(rows);
    return [of.usage.sizeBytes, ...of.children().map(({ name, usage }) => [name, usage.sizeBytes])];
  };

  test('sums a directory and those below it, as deep as asked for', () => {
    expect(tally('', 0)).toEqual([31]);
    expect(tally('', 1)).toEqual([31, ['a/', 15], ['e/', 16]]);
    expect(tally('', 2)).toEqual([31, ['a/', 15], ['a/b/', 6], ['a/d/', 8], ['e/', 16]]);
    expect(tally('a/', 9)).toEqual([15, ['b/', 6], ['b/c/', 4], ['d/', 8]]);
  });

  test('names the largest object relative to each directory', () => {
    const of = new UsageTally('a/', 2);
    of.add(rows);
    expect(of.usage.largest?.name).toBe('d/4');
    expect(of.children().map(({ usage }) => usage.largest?.name)).toEqual(['c/3', '3', '4']);
  });
});
