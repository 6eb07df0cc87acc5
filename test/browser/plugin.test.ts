/** The plugin of the AWS SDK's S3Client in Chromium returns the same fields as S3 without the plugin in Node. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { build } from 'esbuild';
import { type RunningStack, startStack } from '../support/stack.ts';
import { type Asked, askAll, type Seen } from './plugged-client.ts';
import { type Chromium, startChromium } from './support/chromium.ts';

jest.setTimeout(120_000);

let stack: RunningStack;
let chromium: Chromium;
let bundle: string;
let asked: Asked;

beforeAll(async () => {
  [stack, chromium] = await Promise.all([startStack([]), startChromium()]);
  const { outputFiles } = await build({
    stdin: {
      contents: "import { askAll } from './plugged-client.ts'; globalThis.askAll = askAll;",
      resolveDir: import.meta.dirname,
      sourcefile: join(import.meta.dirname, 'page.ts'),
    },
    ...{ bundle: true, write: false, format: 'esm', platform: 'browser', target: 'es2022', minify: true },
  });
  bundle = outputFiles[0]!.text;
  const photos = { Bucket: 'demo', Prefix: 'photos/2026/03/', Key: 'photos/2026/03/harbour.jpg' };
  asked = { api: stack.apiUrl, s3: stack.s3Url, ...photos };
});
afterAll(async () => {
  await chromium?.close();
  await stack?.stop();
});

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': '*',
  'access-control-expose-headers': '*',
};

test('outputs, pages, errors and aborts are the same', async () => {
  const { page } = await chromium.open(`${stack.apiUrl}/v1/health`);
  await page.route('**/app.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><script type="module">${bundle.replaceAll('</script', '<\\/script')}</script>`,
    }),
  );
  // A bucket that pages use needs CORS settings. The local S3 endpoint does not support CORS, so the test adds the
  // headers.
  const passed: string[] = [];
  await page.route(`${stack.s3Url}/**`, async (route) => {
    if (route.request().method() === 'OPTIONS') return route.fulfill({ status: 200, headers: CORS });
    passed.push(route.request().method());
    const answer = await route.fetch();
    return route.fulfill({ response: answer, headers: { ...answer.headers(), ...CORS } });
  });
  await page.goto(`${stack.apiUrl}/app.html`);
  await page.waitForFunction(() => 'askAll' in globalThis);
  const seen = await page.evaluate(
    (question) => (globalThis as unknown as { askAll: typeof askAll }).askAll(question, true),
    asked,
  );
  const alone: Seen = await askAll(asked, false);
  expect(withoutTokens(seen)).toEqual(withoutTokens(alone));
  // The only request that reached S3 is the one with a delimiter that the index does not support.
  expect([seen.passed, passed]).toEqual([['ListObjectsV2'], ['GET']]);
});

/** Removes the tokens, because they are opaque. */
function withoutTokens({ outputs }: Seen): unknown {
  return JSON.parse(
    JSON.stringify(outputs, (name, value) => (name.endsWith('ContinuationToken') ? 'token' : value)),
  );
}
