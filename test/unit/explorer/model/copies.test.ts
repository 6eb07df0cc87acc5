/** Lines for the clipboard. A shell must parse them correctly. */
import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { awsLinesOf, keysOf, urisOf } from '../../../../explorer/model/copies.ts';

const ODD = 'it\'s $HOME `x` \\ "q"\n&.txt';

test('keys and URIs are copied one a line', () => {
  const entries = [
    { type: 'object', key: 'a/b.txt' },
    { type: 'directory', key: 'a/c/' },
  ] as const;
  expect(keysOf(entries)).toBe('a/b.txt\na/c/');
  expect(urisOf('photos', entries)).toBe('s3://photos/a/b.txt\ns3://photos/a/c/');
});

test('a shell parses any key as one word', () => {
  const line = awsLinesOf('photos', [{ type: 'object', key: ODD }]);
  const words = execFileSync('/bin/sh', ['-c', `aws() { printf '%s\\0' "$@"; }; ${line}`], {
    encoding: 'utf8',
  });
  expect(words.split('\0')).toEqual(['s3', 'cp', `s3://photos/${ODD}`, '.', '']);
});

test('the command for a directory copies everything below it into a folder of its name', () => {
  expect(awsLinesOf('photos', [{ type: 'directory', key: 'a/my dir/' }])).toBe(
    "aws s3 cp --recursive 's3://photos/a/my dir/' './my dir/'",
  );
});
