/** An error of a bundled function is logged with the lines of its sources. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { transform } from 'esbuild';
import { withSourceLines } from '../../../lambdas/adapters/source-lines.ts';

let folder: string;
let url: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3dex-lines-'));
  const source = '// A comment\n\nexport function fail(): never {\n  throw new Error("why");\n}\n';
  const { code, map } = await transform(source, {
    ...{ loader: 'ts', minify: true, sourcemap: 'external', sourcefile: 'lambdas/failing.ts' },
  });
  writeFileSync(join(folder, 'index.mjs'), code);
  writeFileSync(join(folder, 'index.mjs.map'), map);
  url = pathToFileURL(join(folder, 'index.mjs')).href;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The position that V8 reports for `new Error` of the source above: line 1 of the bundle, at this column. */
const frame = () => {
  const column = readFileSync(join(folder, 'index.mjs'), 'utf8').indexOf('throw') + 1;
  return `Error: why\n    at fail (${url}:1:${column})`;
};

test('the frames of an error and of its cause name the lines of the source', () => {
  const cause = Object.assign(new Error('why'), { stack: frame() });
  const error = Object.assign(new Error('why', { cause }), { stack: frame() });
  expect(withSourceLines(error)).toBe(error);
  expect(error.stack).toMatch(/at fail \(.*lambdas\/failing\.ts:4:3\)$/);
  expect(cause.stack).toMatch(/lambdas\/failing\.ts:4:3/);
});

test('a frame without a map, and what is not an error, stay as they are', () => {
  const stack = 'Error: why\n    at fail (file:///nowhere/index.mjs:1:1)\n    at node:internal/x:1:1';
  expect(withSourceLines(Object.assign(new Error('why'), { stack })).stack).toBe(stack);
  expect(withSourceLines('text')).toBe('text');
});

test('causes that are a loop end', () => {
  const error: Error = new Error('why');
  error.cause = error;
  expect(withSourceLines(error)).toBe(error);
});
