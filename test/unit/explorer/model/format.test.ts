/** How numbers and names are shown. */
import { describe, expect, test } from '@jest/globals';
import {
  formatBytes,
  formatCalls,
  formatDollars,
  formatMs,
  formatSeconds,
  formatShare,
} from '../../../../explorer/model/format.ts';
import { kindOf } from '../../../../explorer/model/kind.ts';
import { visibleName } from '../../../../explorer/model/visible-name.ts';

describe('numbers', () => {
  test.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [102_348, '99.9 KiB'],
    [102_400, '100 KiB'],
    [1024 ** 2 - 1, '1.0 MiB'],
    [5 * 1024 ** 4, '5.0 TiB'],
    [2000 * 1024 ** 6, '2000 EiB'],
  ])('%d bytes', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test.each([
    [0, '$0'],
    [0.0000272, '$0.000027'],
    [0.012, '$0.01'],
    [1234.5, '$1,234.50'],
    [-0.0000003, '\u2212$0.0000003'],
  ])('%d dollars', (dollars, text) => {
    expect(formatDollars(dollars)).toBe(text);
  });

  test.each([
    [0.4, '0 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [3_600, '1 h'],
    [200_000, '2 d'],
  ])('%d seconds', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });

  test('calls, shares, milliseconds', () => {
    expect([formatCalls(1, 'LIST'), formatCalls(1_200, 'LIST')]).toEqual(['1 LIST', '1,200 LISTs']);
    const entries = (count: number) => formatCalls(count, 'entry', 'entries');
    expect([entries(1), entries(1_007)]).toEqual(['1 entry', '1,007 entries']);
    expect([formatShare(0, 0), formatShare(1, 3), formatShare(3, 3)]).toEqual(['\u2013', '33.3 %', '100 %']);
    expect([formatMs(3.14), formatMs(12.6)]).toEqual(['3.1 ms', '13 ms']);
  });
});

test('invisible characters of a name are replaced by visible ones', () => {
  expect(visibleName(' a b\tc\n')).toBe('\u2420a b\u2409c\u240a');
  expect(visibleName('\u007f ')).toBe('\u2421\u2420');
  // If it were shown unchanged, this name would look like that of a picture.
  expect(visibleName('bidi\u202egnp.exe')).toBe('bidi\u27e8U+202E\u27e9gnp.exe');
  expect(visibleName('a\u200bb\u0085')).toBe('a\u27e8U+200B\u27e9b\u27e8U+0085\u27e9');
  const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
  expect(visibleName(`${family} e\u0301 \u65e5\u672c`)).toBe(`${family} e\u0301 \u65e5\u672c`);
});

test.each([
  ['raw/', 'directory'],
  ['IMG.JPG', 'image'],
  ['a.tar.zst', 'archive'],
  ['Makefile', 'file'],
  ['png', 'image'],
])('%s is shown as %s', (name, kind) => {
  expect(kindOf(name)).toBe(kind);
});
