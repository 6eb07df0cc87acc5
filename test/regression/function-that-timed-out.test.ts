/**
 * `npm start -- --template` ended with ERR_IPC_CHANNEL_CLOSED after one function timeout: the instance that had
 * just been killed was given the next event, because its channel was not closed yet.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type FunctionPool, startPool } from '../../local/template/function-pool.ts';

const HANDLER = `
export const handler = async (event) => {
  if (event === 'hang') return new Promise(() => {});
  if (event === 'exit') process.exit(1);
  return event;
};
export const counters = () => ({ requests: 1 });
`;

let folder: string;
let pool: FunctionPool;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3dex-function-'));
  writeFileSync(join(folder, 'index.mjs'), HANDLER);
  const settings = { name: 'sample', memoryMb: 128, timeoutMs: 300, logGroup: '/sample' };
  pool = await startPool(
    { folder, handler: 'index.handler', settings, environment: {}, onOutput: () => {} },
    1,
  );
});

afterAll(() => {
  pool.close();
  rmSync(folder, { recursive: true });
});

test('the event after a timeout is answered by a new instance', async () => {
  await expect(pool.invoke('hang', 'r1')).rejects.toThrow('sample timed out after 300 ms');
  expect(await pool.invoke('after', 'r2')).toBe('after');
});

test('events that waited for the instance that timed out are answered too', async () => {
  const asked = ['hang', 'second', 'third'].map((event) => pool.invoke(event, event));
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual([
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
});

test('the event after an instance has ended by itself is answered', async () => {
  await expect(pool.invoke('exit', 'r1')).rejects.toThrow('the function ended without an answer');
  expect(await pool.invoke('after', 'r2')).toBe('after');
});

test('only living instances are asked for their counters', async () => {
  await expect(pool.invoke('hang', 'r1')).rejects.toThrow('timed out');
  expect(await pool.counters()).toEqual([]);
  await pool.invoke('after', 'r2');
  expect(await pool.counters()).toEqual([{ requests: 1 }]);
});

test('events that wait for an instance which cannot start fail with its error', async () => {
  await expect(pool.invoke('hang', 'r1')).rejects.toThrow('timed out');
  const handler = join(folder, 'index.mjs');
  writeFileSync(handler, 'throw new Error("broken");');
  for (const outcome of await Promise.allSettled(['a', 'b'].map((it) => pool.invoke(it, it))))
    expect(String((outcome as PromiseRejectedResult).reason)).toContain('broken');
  writeFileSync(handler, HANDLER);
  expect(await pool.invoke('after', 'r3')).toBe('after');
});
