/** docs/tasks.md shows what the command prints, and it fits the terminal. `npm run docs:tasks` writes the page. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCommand } from '../support/command-world.ts';
import { ROOT, type RunningStack, startStack } from '../support/stack.ts';
import { tasksDocument, widthOf } from '../support/tasks-document.ts';

const PAGE = join(ROOT, 'docs', 'tasks.md');

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack([]);
}, 60_000);
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
