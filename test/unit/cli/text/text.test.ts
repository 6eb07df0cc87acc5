/** The texts that the command writes: sizes, times, lines, columns, sentences. */
import { describe, expect, test } from '@jest/globals';
import { columns } from '../../../../cli/text/columns.ts';
import { elide } from '../../../../cli/text/elide.ts';
import { humanSize } from '../../../../cli/text/human-size.ts';
import { lsLine } from '../../../../cli/text/ls-line.ts';
import { inAwsOrder } from '../../../../cli/text/ls-order.ts';
import { printable } from '../../../../cli/text/printable.ts';
import { createProgress, progressLine } from '../../../../cli/text/progress.ts';
import { dollars, duration, milliseconds, perMillion, plural } from '../../../../cli/text/quantities.ts';
import { wrap } from '../../../../cli/text/wrap.ts';
import type { EntryJson } from '../../../../contract/client.ts';

describe('sizes', () => {
  // Each text is as aws-cli 2.9 prints it.
  test.each([
    [0, '0 Bytes'],
    [1, '1 Byte'],
    [1023, '1023 Bytes'],
    [1024, '1.0 KiB'],
    [1280, '1.2 KiB'],
    [1792, '1.8 KiB'],
    [1024 * 1024 - 1, '1.0 MiB'],
    [5 * 1024 ** 4, '5.0 TiB'],
    [1024 ** 5 * 3.25, '3.2 PiB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(humanSize(bytes)).toBe(text);
  });
});

describe('lines of ls', () => {
  const plain = { human: false, wholeKeys: false, directory: (name: string) => name };
  const at = new Date(2026, 0, 2, 3, 4, 5).toISOString();
  const object = (key: string, size: number): EntryJson => ({
    type: 'object',
    name: key,
    key,
    size,
    lastModified: at,
  });

  test.each<[EntryJson, typeof plain, string]>([
    [object('a/cat.jpg', 483112), plain, '2026-01-02 03:04:05     483112 cat.jpg'],
    [object('a/cat.jpg', 483112), { ...plain, human: true }, '2026-01-02 03:04:05  471.8 KiB cat.jpg'],
    [object('a/cat.jpg', 12345678901), plain, '2026-01-02 03:04:05 12345678901 cat.jpg'],
    [object('a/cat.jpg', 1), { ...plain, wholeKeys: true }, '2026-01-02 03:04:05          1 a/cat.jpg'],
    [object('a/', 0), plain, '2026-01-02 03:04:05          0 '],
    [{ type: 'directory', name: 'raw/', key: 'a/raw/' }, plain, '                           PRE raw/'],
    [{ type: 'directory', name: '/', key: 'a//' }, plain, '                           PRE /'],
  ])('%j with %j', (entry, style, line) => {
    expect(lsLine(entry, style)).toBe(line);
  });

  test('come in groups of 1,000, directories first in each, wherever the pages were cut', async () => {
    const entries: EntryJson[] = Array.from({ length: 1_500 }, (_, index) =>
      index % 2 === 0 ? object(`k${index}`, 1) : { type: 'directory', name: `k${index}/`, key: `k${index}/` },
    );
    const pages = (async function* () {
      for (let at = 0; at < entries.length; at += 700) yield { entries: entries.slice(at, at + 700) };
    })();
    const runs: EntryJson[][] = [];
    for await (const run of inAwsOrder(pages)) runs.push(run);
    expect(runs.map(({ length }) => length)).toEqual([1000, 500]);
    expect(runs[0]!.map(({ type }) => type)).toEqual([
      ...Array.from({ length: 500 }, () => 'directory'),
      ...Array.from({ length: 500 }, () => 'object'),
    ]);
    expect(runs[0]![0]).toBe(entries[1]);
    expect(runs[1]![250]).toBe(entries[1000]);
  });
});

test('names with control characters are escaped on a terminal, and unchanged in a pipe', () => {
  const name = 'a\u001b[31mred\n\u202egpj.exe';
  expect(printable(name, true)).toBe('a\\x1b[31mred\\x0a\\u202egpj.exe');
  expect(printable(name, false)).toBe(name);
});

test('columns are as wide as their widest cell, the last one unpadded', () => {
  expect(
    columns(
      [
        ['a', '1', 'x'],
        ['bbb', '1000', 'yy'],
      ],
      ['left', 'right'],
    ),
  ).toEqual(['a       1  x', 'bbb  1000  yy']);
});

test('quantities', () => {
  expect([0, 59.6, 200, 7200, 90_000].map(duration)).toEqual([
    '0 s',
    '1 min',
    '3 min 20 s',
    '2 h',
    '1 d 1 h',
  ]);
  expect([6.4, 999, 1340].map(milliseconds)).toEqual(['6 ms', '999 ms', '1.3 s']);
  expect([0, 0.000005, 0.00000026, 12.345, -0.5].map(dollars)).toEqual([
    '$0',
    '$0.000005',
    '$0.00000026',
    '$12.35',
    '-$0.50',
  ]);
  expect([plural(1, 'call'), plural(1234, 'call'), plural(0, 'entry', 'entries')]).toEqual([
    '1 call',
    '1,234 calls',
    '0 entries',
  ]);
});

test('prose is wrapped at spaces', () => {
  expect(wrap('aa bb cc dddddd e', 5)).toEqual(['aa bb', 'cc', 'dddddd', 'e']);
});

describe('progress', () => {
  test('shows how much of the known work is done', () => {
    expect(progressLine(0, 0, 'x')).toBe(`[${'-'.repeat(24)}] 0/0 x`);
    expect(progressLine(5, 10, 'x')).toBe(`[${'#'.repeat(12)}${'-'.repeat(12)}] 5/10 x`);
  });

  test('is drawn only on a terminal, not at every step, and removed at the end', () => {
    let now = 0;
    let text = '';
    const err = {
      write: async (more: string) => {
        text += more;
      },
      isTerminal: true,
      columns: 60,
    };
    const progress = createProgress(err, () => now);
    progress.update(1, 2, 'first');
    progress.update(1, 2, 'too soon');
    now = 100;
    progress.update(2, 2, 'z'.repeat(100));
    progress.end();
    const lines = text.split('\r\u001b[2K').slice(1);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('first');
    expect(lines[1]).toHaveLength(59);
    expect(lines[2]).toBe('');

    text = '';
    createProgress({ ...err, isTerminal: false }, () => now).update(1, 2, 'x');
    expect(text).toBe('');
  });
});

describe('what fits the terminal', () => {
  test('prose in the last column is wrapped at spaces within the column', () => {
    const rows = [
      ['spent', '$1', 'on S3 calls, DynamoDB units and requests of the front'],
      ['x', '22', 'short'],
    ];
    expect(columns(rows, ['left', 'right'], 40)).toEqual([
      'spent  $1  on S3 calls, DynamoDB units',
      '           and requests of the front',
      'x      22  short',
    ]);
  });

  test('a long name keeps its start and its end', () => {
    expect(elide('node_modules/some/deep/folder/', 16)).toBe('node_mod…folder/');
    expect(elide('short', 16)).toBe('short');
  });

  test('a price of one request is shown per million', () => {
    expect(perMillion(0.000000188)).toBe('$0.188 per million');
    expect(perMillion(0.00000525)).toBe('$5.25 per million');
  });
});
