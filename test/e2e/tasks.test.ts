/**
 * docs/tasks.md shows what the command prints, and the lines fit the terminal. docs/first-minute.svg plays what a new
 * user sees. `npm run docs:tasks` writes both.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCommand } from '../support/command-world.ts';
import { shellWords } from '../support/shell-words.ts';
import { ROOT, type RunningStack, startStack } from '../support/stack.ts';
import { stable, tasksDocument, widthOf } from '../support/tasks-document.ts';
import { type Step, terminalPicture } from '../support/terminal-picture.ts';

const PAGE = join(ROOT, 'docs', 'tasks.md');
const FIRST_MINUTE = join(ROOT, 'docs', 'first-minute.svg');

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack([]);
});
afterAll(() => stack?.stop());

test('docs/tasks.md is what the command prints in terminals of 80 and 200 columns', async () => {
  const widest = new Map<number, number>();
  const written = await tasksDocument(async (argv, columns) => {
    const env = { S3DEX_ENDPOINT: stack.apiUrl };
    const { code, out } = await runCommand(argv, { env, columns, isTerminal: true });
    expect([argv, code]).toEqual([argv, 0]);
    widest.set(columns, Math.max(widest.get(columns) ?? 0, widthOf(out)));
    return out;
  });
  if (process.env.WRITE_DOCS) writeFileSync(PAGE, written);
  expect(written).toBe(readFileSync(PAGE, 'utf8'));
  for (const [columns, width] of widest) expect(width).toBeLessThanOrEqual(columns);
});

/** The recording begins with the two commands of the README, and ends with a change about which S3 sends an event. */
test('docs/first-minute.svg is what the first commands print', async () => {
  const columns = 80;
  const place = 's3://demo/photos/2026/04/';
  const removed = 'photos/2026/04/panorama.jpg';
  const ready = {
    ready: true,
    api: 'http://127.0.0.1:4000',
    s3: 'http://127.0.0.1:4001',
    buckets: stack.buckets,
  };
  const steps: Step[] = [{ line: 'npm ci && npm start', printed: JSON.stringify(ready) }];
  const type = async (line: string) => {
    const env = { S3DEX_ENDPOINT: stack.apiUrl };
    const { code, out } = await runCommand(shellWords(line).slice(2), { env, columns, isTerminal: true });
    expect([line, code]).toEqual([line, 0]);
    steps.push({ line, printed: stable(out) });
  };
  await type(`npx s3dex ls -h ${place}`);
  await type('npx s3dex du -h s3://demo/photos/');
  const response = await fetch(`${stack.s3Url}/demo/${removed}`, { method: 'DELETE' });
  expect(response.status).toBe(204);
  await stack.settle();
  steps.push({ line: `curl -X DELETE http://127.0.0.1:4001/demo/${removed}`, printed: '' });
  await type(`npx s3dex ls -h ${place}`);
  const [before, after] = steps.filter(({ line }) => line.startsWith('npx s3dex ls'));
  expect([before?.printed, after?.printed].map((it) => it?.includes('panorama.jpg'))).toEqual([true, false]);
  const written = terminalPicture('The first minute with s3dex, in a terminal', columns, steps);
  if (process.env.WRITE_DOCS) writeFileSync(FIRST_MINUTE, written);
  expect(written).toBe(readFileSync(FIRST_MINUTE, 'utf8'));
});
