/**
 * Builds the example examples/storage-browser and runs it in Chromium: AWS's Storage Browser orders and searches
 * whole folders.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inParallel } from '../../shared/in-parallel.ts';
import { ROOT, type RunningStack, startStack } from '../support/stack.ts';
import { type Chromium, startChromium } from './support/chromium.ts';

jest.setTimeout(120_000);

const EXAMPLE = join(ROOT, 'examples/storage-browser');
/**
 * The example has its own packages, separate from this project's. `npm ci --prefix examples/storage-browser` installs
 * them, as in .ci/run.
 */
const isInstalled = existsSync(join(EXAMPLE, 'node_modules/@aws-amplify/ui-react-storage'));
const run = promisify(execFile);
const BUCKET = 'shown';
/** More than one page of Storage Browser, so that the largest object is not on the first pages by name. */
const FILES = 250;
const PUTS_AT_ONCE = 20;
const LARGEST = 'f200.txt';

(isInstalled ? describe : describe.skip)('the example, where its packages are installed', () => {
  let stack: RunningStack;
  let chromium: Chromium;
  let server: ChildProcess;
  let page: Page;
  let problems: readonly string[];
  const dist = mkdtempSync(join(tmpdir(), 's3dex-storage-browser-'));

  beforeAll(async () => {
    [stack, chromium] = await Promise.all([startStack(['--bucket', BUCKET]), startChromium()]);
    await run(process.execPath, [join(EXAMPLE, 'build.mjs'), dist]);
    const names = Array.from({ length: FILES }, (_, i) => `f${String(i).padStart(3, '0')}.txt`);
    await inParallel(names, PUTS_AT_ONCE, (name) => put(`folder/${name}`, name === LARGEST ? 5_000 : 1));
    await put('folder/deep/down/needle.txt', 7);
    await stack.settle();
    server = spawn(process.execPath, [join(EXAMPLE, 'serve.mjs')], {
      env: { ...process.env, S3DEX_ENDPOINT: stack.apiUrl, PORT: '0', DIST: dist },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: server.stdout! }), 'line')) as [string];
    ({ page, problems } = await chromium.open(line.replace('#demo', `#${BUCKET}`)));
  });
  afterAll(async () => {
    await chromium?.close();
    server?.kill();
    await stack?.stop();
    rmSync(dist, { recursive: true, force: true });
  });

  const put = (Key: string, size: number) =>
    stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Buffer.alloc(size) }));
  const rows = () => page.locator('tbody tr');

  test('shows and opens a folder', async () => {
    await page.getByRole('button', { name: 'folder/' }).click();
    await rows().filter({ hasText: 'f000.txt' }).waitFor();
    expect(await rows().filter({ hasText: 'deep/' }).count()).toBe(1);
  });

  test("the first page is the largest of the folder, though Storage Browser's own order is by name", async () => {
    expect(await rows().filter({ hasText: LARGEST }).count()).toBe(0);
    await page.getByLabel('Order').selectOption('-size');
    await page.getByRole('button', { name: 'folder/' }).click();
    await rows().filter({ hasText: LARGEST }).waitFor();
  });

  test('a search finds objects deep below', async () => {
    await page.getByLabel('Everything below').check();
    await page.getByLabel('Name contains').fill('needle');
    await rows().filter({ hasText: 'needle.txt' }).waitFor();
    expect(await rows().count()).toBe(1);
  });

  test('the page reported no errors', () => {
    expect(problems).toEqual([]);
  });
});
