/** Into which chunks a part of a page is cut, and how often it is sealed to find that out. */
import { describe, expect, test } from '@jest/globals';
import { CHUNK_MAX_ENTRIES, type Chunk } from '../../../../lambdas/core/model/chunk.ts';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import { END, START } from '../../../../lambdas/core/model/range.ts';
import { cutPart, type Seal } from '../../../../lambdas/core/origin/cut-part.ts';

const nameOf = (i: number) => `n${String(i).padStart(4, '0')}`;

/** `bytesOf`: the size of the item that would have the entries `from` to `to` (excluded). */
function cut(count: number, bytesOf: (from: number, to: number) => number, grown = false) {
  const entries = Array.from({ length: count }, (_, i): Entry => ({ type: 'directory', name: nameOf(i) }));
  const sealed: [from: number, to: number][] = [];
  const seal: Seal = ({ from, to, ...range }) => {
    sealed.push([from, to]);
    return { chunk: { ...range, count: to - from } as Chunk, bytes: bytesOf(from, to) };
  };
  const chunks = cutPart(seal, entries, { after: START, through: END, from: 0, to: count }, grown);
  return { sealed, counts: chunks.map((chunk) => chunk.count), chunks };
}
const each = (bytes: number) => (from: number, to: number) => (to - from) * bytes;

describe('a part that fits into one item', () => {
  test('is one chunk, sealed once: of 4,096 bytes at most', () => {
    expect(cut(40, () => 4_096)).toMatchObject({ counts: [40], sealed: [[0, 40]] });
    expect(cut(40, (from, to) => (to - from === 40 ? 4_097 : 3_700)).counts).toEqual([38, 2]);
  });

  test('or of 16 entries at most, however long', () => {
    expect(cut(16, () => 9_000).counts).toEqual([16]);
    expect(cut(17, (from, to) => (to - from === 17 ? 9_000 : 3_700)).counts).toEqual([7, 10]);
  });

  test('has 256 entries at most', () => {
    expect(cut(CHUNK_MAX_ENTRIES, each(1))).toMatchObject({ counts: [256], sealed: [[0, 256]] });
    expect(cut(CHUNK_MAX_ENTRIES + 1, each(1)).counts).toEqual([256, 1]);
  });
});

describe('a part that outgrew its chunk', () => {
  const bytesOf = (whole: number) => (from: number, to: number) => (to - from >= 100 ? whole : 3_000);

  test('becomes halves if they leave room in both', () => {
    expect(cut(100, bytesOf(7_199), true)).toMatchObject({
      counts: [50, 50],
      sealed: [
        [0, 100],
        [0, 50],
        [50, 100],
      ],
    });
    expect(cut(101, bytesOf(7_199), true).counts).toEqual([50, 51]);
  });

  test('becomes full chunks otherwise', () => {
    expect(cut(100, bytesOf(7_200), true).counts).not.toEqual([50, 50]);
    expect(cut(100, bytesOf(7_199), false).counts).not.toEqual([50, 50]);
  });

  test('becomes halves of halves', () => {
    const { counts } = cut(100, (from, to) => ({ 100: 7_000, 50: 5_000 })[to - from] ?? 2_500, true);
    expect(counts).toEqual([25, 25, 25, 25]);
  });
});

describe('a part that is too long', () => {
  test('becomes chunks that follow each other, each sealed once if all entries are alike', () => {
    const { chunks, counts, sealed } = cut(200, each(70));
    expect(counts).toEqual([56, 56, 56, 32]);
    expect(chunks.map(({ after }) => after)).toEqual([START, nameOf(55), nameOf(111), nameOf(167)]);
    expect(chunks.map(({ through }) => through)).toEqual([nameOf(55), nameOf(111), nameOf(167), END]);
    // Before each chunk, all that is left is tried.
    expect(sealed).toEqual([
      [0, 200],
      [0, 56],
      [56, 200],
      [56, 112],
      [112, 200],
      [112, 168],
      [168, 200],
    ]);
  });

  test('of more than 256 entries is tried with a usual count, then with that of the chunk before', () => {
    expect(cut(600, each(20))).toMatchObject({
      counts: [197, 197, 197, 9],
      sealed: [
        [0, 128],
        [0, 197],
        [197, 394],
        [394, 600],
        [394, 591],
        [591, 600],
      ],
    });
  });

  test('is tried with fewer entries until they fit', () => {
    const sizeOf = (i: number) => (i < 50 ? 100 : 10);
    const bytesOf = (from: number, to: number) => {
      let bytes = 0;
      for (let i = from; i < to; i++) bytes += sizeOf(i);
      return bytes;
    };
    const { counts, sealed } = cut(200, bytesOf);
    expect(sealed.slice(0, 6)).toEqual([
      [0, 200],
      [0, 121],
      [0, 83],
      [0, 61],
      [0, 47],
      [0, 39],
    ]);
    expect(counts[0]).toBe(39);
  });

  test('is sealed three times to find a fuller chunk', () => {
    const growing = cut(200, (from, to) => ({ 38: 3_000, 50: 3_500 })[to - from] ?? 9_000);
    expect(growing.sealed.slice(0, 5)).toEqual([
      [0, 200],
      [0, 87],
      [0, 38],
      [0, 50],
      [50, 200],
    ]);
    expect(growing.counts[0]).toBe(50);
  });

  test('is not sealed again when a fuller chunk was too large', () => {
    const { counts, sealed } = cut(200, (from, to) => (to - from <= 50 ? (to - from) * 40 : 9_000));
    expect(sealed.slice(0, 5)).toEqual([
      [0, 200],
      [0, 87],
      [0, 38],
      [0, 86],
      [38, 200],
    ]);
    expect(counts[0]).toBe(38);
  });

  test('is not sealed again at 3,600 bytes, or when one more entry was too many', () => {
    const full = (least: number) =>
      cut(200, (from, to) => (to - from === 200 ? 79_000 / 9 : to - from === 90 ? least : 3_700)).sealed;
    expect(full(3_600).slice(1, 3)).toEqual([
      [0, 90],
      [90, 200],
    ]);
    expect(full(3_599).slice(1, 3)).toEqual([
      [0, 90],
      [0, 98],
    ]);
    const oneMore = cut(40, (from, to) => ({ 40: 7_900, 20: 4_100, 19: 3_500 })[to - from] ?? 3_700);
    expect(oneMore.sealed.slice(0, 4)).toEqual([
      [0, 40],
      [0, 20],
      [0, 19],
      [19, 40],
    ]);
    expect(oneMore.counts[0]).toBe(19);
  });

  test('of very long names becomes chunks of one entry at least', () => {
    expect(cut(17, each(100_000)).counts).toEqual([1, 16]);
  });
});
