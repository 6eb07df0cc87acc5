/** A short app with the client gives the same answer unbundled in Node and bundled in Chromium. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { build } from 'esbuild';
import { type RunningStack, startStack } from '../support/stack.ts';
import { type Chromium, startChromium } from './support/chromium.ts';
import { photoTree, type Tree } from './support/trees.ts';

jest.setTimeout(60_000);

const exec = promisify(execFile);
const APP = join(import.meta.dirname, 'largest-objects.ts');
const MAX_LINES = 30;
const PREFIX = 'photos/2026-09 Lofoten/';
const LARGEST = '912680550\tselected.tar.zst\n388120344\ttimelapse.mp4\n48234496\tcatalogue.sqlite';

let tree: Tree;
let stack: RunningStack;
let chromium: Chromium;
let bundle: string;

beforeAll(async () => {
  tree = photoTree();
  [stack, chromium] = await Promise.all([startStack(['--import', `${tree.folder}=media`]), startChromium()]);
  const options = {
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
  } as const;
  const { outputFiles } = await build({ ...options, entryPoints: [APP] });
  bundle = outputFiles[0]!.text;
});

afterEach(() => chromium.closePages());

afterAll(async () => {
  await chromium?.close();
  await stack?.stop();
  tree?.remove();
});

const question = (bucket: string) => JSON.stringify({ endpoint: stack.apiUrl, bucket, prefix: PREFIX });

async function inNode(bucket: string): Promise<string> {
  const { stdout } = await exec(process.execPath, [APP, question(bucket)]);
  return stdout.trimEnd();
}

/** The app is served from the service's origin, because the service does not allow other origins by default. */
async function inChromium(bucket: string): Promise<string> {
  const { page } = await chromium.open(`${stack.apiUrl}/v1/health`);
  await page.route('**/app.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><script type="module">${bundle}</script>`,
    }),
  );
  await page.goto(`${stack.apiUrl}/app.html#${encodeURIComponent(question(bucket))}`);
  await page.waitForFunction(() => document.body.textContent !== '');
  return page.evaluate(() => document.body.textContent);
}

test('it has thirty lines', () => {
  expect(readFileSync(APP, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(MAX_LINES);
});

test.each([
  ['Node', inNode],
  ['Chromium', inChromium],
])('in %s', async (_place, run) => {
  expect(await run('media')).toBe(LARGEST);
  expect(await run('no-such-bucket')).toMatch(/^no-such-bucket: /);
});
