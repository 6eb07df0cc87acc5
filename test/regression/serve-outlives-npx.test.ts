/**
 * `npx s3dex serve` continued after npx was stopped with SIGTERM, because npx passes no signals on and its shell ends
 * with it. A program that waited for the end of the output waited forever.
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
    // The process group has already ended.
  }
});

test('serve ends when the shell in which npx runs it ends', async () => {
  // Starts the command like npx, in a shell that stays its parent.
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
  // The output ends when no process holds it open any more.
  await once(lines, 'close');
}, 60_000);
