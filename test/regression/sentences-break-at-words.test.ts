/**
 * Some texts were wider than a terminal of 80 columns, so the terminal broke them inside words: errors of the parser
 * and of the service, results of `warm`, `flush` and `verify`, and two examples in the help.
 */
import { describe, expect, test } from '@jest/globals';
import { helpProgram } from '../../cli/help-document.ts';
import { sentence } from '../../cli/text/sentence.ts';
import { answering, runCommand } from '../support/command-world.ts';

const COLUMNS = 80;
const BUCKET = '/v1/buckets/demo';
const WHERE = 's3://demo/photographs-of-the-expedition/';
const service = answering({
  [`${BUCKET}/invalidations`]: { invalidatedAt: '2026-11-22T12:00:00.000Z' },
});

const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));
const onTerminal = (argv: string[]) => runCommand(argv, { ...service, isTerminal: true, columns: COLUMNS });

test.each([
  [['flush', WHERE]],
  [['ls', '--sort', 'newest', WHERE]],
  [['ls', '--max-age', 'long', WHERE]],
  [['find', WHERE, '--newer-than', 'yesterday']],
  [['ls', `${WHERE}[a-`]],
  [['ls', 's3://a-bucket-of-another-name-that-is-not-served-here/photographs-of-the-expedition/']],
])('%j is at most 80 columns wide', async (argv) => {
  const { out, err } = await onTerminal(argv);
  expect(out + err).not.toBe('');
  expect(widest(out + err)).toBeLessThanOrEqual(COLUMNS);
});

test('in a pipe, a sentence stays on one line', async () => {
  const { out } = await runCommand(['flush', WHERE], service);
  expect(out.trimEnd().split('\n')).toHaveLength(1);
});

test('a line that begins with spaces keeps them, also where it continues', () => {
  const terminal = { isTerminal: true, columns: 20, write: async () => {} };
  expect(sentence('total  3\n  passed   1  (the reason)', terminal)).toBe(
    'total  3\n  passed   1  (the\n  reason)',
  );
});

test('later lines of an error are aligned', async () => {
  const { err } = await onTerminal(['ls', '--sort', 'newest', WHERE]);
  expect(err).toMatch(/^s3dex: option .*\n {7}\S/);
});

describe('help', () => {
  test.each(helpProgram().commands.map((command) => command.name()))('of %s', async (name) => {
    const { out } = await onTerminal([name, '--help']);
    expect(widest(out)).toBeLessThanOrEqual(COLUMNS);
  });

  test('of the command itself', async () => {
    expect(widest((await onTerminal(['--help'])).out)).toBeLessThanOrEqual(COLUMNS);
  });
});
