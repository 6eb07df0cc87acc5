/**
 * `npx s3dex serve` went on after npx was stopped with SIGTERM: npx passes no signals on, and its shell ends with it.
 * Whoever waited for the end of its output waited forever.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';

const COMMAND = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const NOWHERE = 'http://127.0.0.1:9';

let shell: ChildProcess;
afterEach(() => {
  try {
    process.kill(-shell.pid!, 'SIGKILL');
  } catch {
    // The whole group has ended.
  }
});

test('serve ends when the shell in which npx runs it ends', async () => {
  // As npx does it: a shell that stays the parent of the command.
  const serve = `"${process.execPath}" "${COMMAND}" serve --port 0 --endpoint ${NOWHERE} --s3-endpoint ${NOWHERE}`;
  shell = spawn('sh', ['-c', `${serve}; true`], {
    detached: true,
    env: { ...process.env, npm_lifecycle_event: 'npx' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: shell.stdout! });
  const [ready] = await once(lines, 'line');
  expect(JSON.parse(ready)).toMatchObject({ ready: true });

  shell.kill('SIGTERM');
  // The end of the output: no process holds it any more.
  await once(lines, 'close');
}, 60_000);
