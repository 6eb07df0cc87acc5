/** `s3dex serve` used a proxy for the service only with NODE_USE_ENV_PROXY, not with Node's flag --use-env-proxy. */
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ROOT } from '../support/stack.ts';

const SCRIPT = `import { httpFetch } from './cli/serve/http-fetch.ts';
const answer = await httpFetch()('http://service.invalid/v1/health');
console.log(await answer.text());`;

let proxy: Server;
beforeAll(async () => {
  proxy = createServer((request, response) => response.end(`proxied ${request.url}`));
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  proxy.close();
  proxy.closeAllConnections();
});

test.each([
  ['NODE_USE_ENV_PROXY', { NODE_USE_ENV_PROXY: '1' }],
  ['--use-env-proxy', { NODE_OPTIONS: '--use-env-proxy' }],
])('with %s, the service is asked through the proxy', async (_, how) => {
  const HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', SCRIPT], {
    cwd: ROOT,
    env: { HTTP_PROXY, ...how },
  });
  expect(stdout.trim()).toBe('proxied http://service.invalid/v1/health');
});
