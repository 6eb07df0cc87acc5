/** The same small app in Node and in Debian's Chromium, against the local stack. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { type RunningStack, startStack } from '../../support/stack.ts';
import { app, type Found } from './app.ts';

jest.setTimeout(120_000);

const EXPECTED: Found = {
  names: ['a.jpg', 'b.jpg', 'c.jpg', 'raw/'],
  bytes: 15,
  again: true,
  hit: true,
  missing: true,
  error: 'no-such-bucket',
};

let stack: RunningStack;
let server: Server;
let browser: Browser;
let folder: string;
/** Cache-Control of each request the browser sent. */
const cacheControls: (string | undefined)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3dex-browser-'));
  mkdirSync(join(folder, 'photos/raw'), { recursive: true });
  for (const name of ['a.jpg', 'b.jpg', 'c.jpg', 'raw/1'])
    writeFileSync(join(folder, 'photos', name), 'x'.repeat(5));
  stack = await startStack(['--import', `${folder}=demo`]);
  const bundled = await build({
    entryPoints: [new URL('./app.ts', import.meta.url).pathname],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  const script = bundled.outputFiles[0]!.text;
  server = createServer(async (request, response) => {
    if (request.url === '/app.js') return response.setHeader('content-type', 'text/javascript').end(script);
    if (!request.url?.startsWith('/v1/'))
      return response.setHeader('content-type', 'text/html').end('<!doctype html><title>app</title>');
    cacheControls.push(request.headers['cache-control']);
    const { host: _, connection: __, 'accept-encoding': ___, ...headers } = request.headers;
    const answer = await fetch(stack.apiUrl + request.url, { headers: headers as Record<string, string> });
    const kept = [...answer.headers].filter(
      ([name]) =>
        !['content-encoding', 'content-length', 'transfer-encoding', 'connection', 'keep-alive'].includes(
          name,
        ),
    );
    return response
      .writeHead(answer.status, Object.fromEntries(kept))
      .end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the app', () => {
  test('in Node', async () => {
    expect(await app(stack.apiUrl)).toEqual(EXPECTED);
  });

  test('in Chromium, where no request says no-cache of its own', async () => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(origin);
    const found = await page.evaluate(async (from) => {
      const module = await import(`${from}/app.js`);
      return module.app(from);
    }, origin);
    expect(found).toEqual(EXPECTED);
    expect(complaints).toEqual([]);
    expect(new Set(cacheControls)).toEqual(new Set(['max-stale=0']));
  });
});
