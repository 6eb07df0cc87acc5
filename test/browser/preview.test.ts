/**
 * Previews and downloads: contents come from S3 by signed URLs, and nothing that an object contains is executed in
 * the page.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ROOT, type RunningStack, startStack } from '../support/stack.ts';
import { accessibilityFindings } from './support/accessibility.ts';
import { picture } from './support/artifacts.ts';
import { type Chromium, startChromium } from './support/chromium.ts';
import { row } from './support/explorer-page.ts';

jest.setTimeout(60_000);

const BUCKET = 'data';
/** Longer than the part that is shown. The cut is inside a character of three bytes. */
const LONG = '€'.repeat(40_000);
const HOSTILE = '<script>window.ran = true</script><img src=x onerror="window.ran = true">';
const HOSTILE_PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="window.ran=true">
<script>window.parent.ran = true</script><rect width="40" height="40" fill="red"/></svg>`;

let stack: RunningStack;
let chromium: Chromium;

async function put(key: string, body: string | Buffer, contentType: string): Promise<void> {
  await stack.s3.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body, ContentType: contentType }),
  );
}

/** Half a second of a film, recorded by the browser itself. */
async function film(): Promise<Buffer> {
  const { page } = await chromium.open(`${stack.apiUrl}/`);
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d')!;
    const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => void parts.push(data);
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    for (let frame = 0; frame < 15; frame++) {
      context.fillStyle = `hsl(${frame * 20} 80% 50%)`;
      context.fillRect(0, 0, canvas.width, canvas.height);
      await new Promise((resolve) => setTimeout(resolve, 33));
    }
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  return Buffer.from(base64, 'base64');
}

beforeAll(async () => {
  [stack, chromium] = await Promise.all([startStack(['--bucket', BUCKET]), startChromium()]);
  await put('cat.png', readFileSync(join(ROOT, 'docs', 'explorer.png')), 'image/png');
  await put('hostile.svg', HOSTILE_PICTURE, 'image/svg+xml');
  await put('hostile.html', HOSTILE, 'text/html');
  await put('long.txt', LONG, 'text/plain');
  await put('film.webm', await film(), 'video/webm');
  await put('raw.bin', 'x', 'application/octet-stream');
  await stack.settle();
});

afterEach(() => chromium.closePages());

afterAll(async () => {
  await chromium?.close();
  await stack?.stop();
});

/** Leaves out requests to S3, which these tests expect. Everything else is a problem. */
const besides = (problems: readonly string[]) =>
  problems.filter((it) => !it.startsWith(`request to ${stack.s3Url}/${BUCKET}/`));

const details = (page: Page) => page.locator('.details');
const open = (key: string) => chromium.open(`${stack.apiUrl}/#/${BUCKET}/${key}`);

async function preview(key: string) {
  const opened = await open(key);
  await opened.page.getByRole('button', { name: 'Preview', exact: true }).click();
  return { ...opened, ran: () => opened.page.evaluate(() => 'ran' in window) };
}

describe('a preview', () => {
  test('of a picture is an image from S3; a key hides it', async () => {
    const { page, problems } = await preview('cat.png');
    const image = details(page).locator('img');
    await image.evaluate((it: HTMLImageElement) => it.decode());
    expect(
      await image.evaluate((it: HTMLImageElement) => [it.naturalWidth > 0, new URL(it.src).origin]),
    ).toEqual([true, new URL(stack.s3Url).origin]);
    expect(await accessibilityFindings(page)).toEqual([]);
    await picture(page, 'preview');
    await page.keyboard.press('Shift+V');
    await image.waitFor({ state: 'detached' });
    expect(besides(problems)).toEqual([]);
  });

  test('of an SVG or an HTML file runs nothing', async () => {
    const svg = await preview('hostile.svg');
    const image = details(svg.page).locator('img');
    await image.evaluate((it: HTMLImageElement) => it.decode());
    expect(await svg.ran()).toBe(false);
    const html = await preview('hostile.html');
    expect(await details(html.page).locator('pre').textContent()).toBe(HOSTILE);
    expect(await html.ran()).toBe(false);
    expect([...besides(svg.problems), ...besides(html.problems)]).toEqual([]);
  });

  test('of a long text is its beginning, cut at a whole character', async () => {
    const { page, problems } = await preview('long.txt');
    const text = details(page).locator('pre');
    await text.waitFor();
    expect(await text.textContent()).toBe('€'.repeat(Math.floor((64 * 1024) / 3)));
    await page.getByText('The first 64.0 KiB.').waitFor();
    expect(besides(problems)).toEqual([]);
  });

  test('of a film is played from S3, in ranges', async () => {
    const opened = await open('film.webm');
    const ranges: (string | undefined)[] = [];
    opened.page.on('request', async (request) => {
      if (request.url().startsWith(stack.s3Url)) ranges.push((await request.allHeaders()).range);
    });
    await opened.page.getByRole('button', { name: 'Preview', exact: true }).click();
    const video = details(opened.page).locator('video');
    await video.evaluate(async (it: HTMLVideoElement) => {
      if (it.readyState < 1)
        await new Promise((resolve) => it.addEventListener('loadedmetadata', resolve, { once: true }));
    });
    expect(await video.evaluate((it: HTMLVideoElement) => it.videoWidth)).toBeGreaterThan(0);
    expect(ranges[0]).toMatch(/^bytes=0-/);
    expect(besides(opened.problems)).toEqual([]);
  });

  test('is closed when the object has other contents', async () => {
    const { page } = await preview('long.txt');
    await details(page).locator('pre').waitFor();
    await put('long.txt', 'short', 'text/plain');
    await details(page).locator('pre').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await details(page).locator('pre', { hasText: 'short' }).waitFor();
    await put('long.txt', LONG, 'text/plain');
  });

  test('that the service refuses says why', async () => {
    const { page } = await open('cat.png');
    await page.route('**/downloads', (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: '{"type":"urn:s3dex:problem:forbidden","title":"t","status":403,"detail":"key: outside","code":"forbidden"}',
      }),
    );
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await details(page).locator('.bad', { hasText: 'key: outside' }).waitFor();
  });
});

describe('a download', () => {
  test('from the details or from the menu is the object, under its name', async () => {
    const { page, problems } = await open('hostile.html');
    const [fromDetails] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(fromDetails.suggestedFilename()).toBe('hostile.html');
    expect(readFileSync(await fromDetails.path(), 'utf8')).toBe(HOSTILE);
    await row(page, 'raw.bin').click({ button: 'right' });
    const [fromMenu] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Download' }).click(),
    ]);
    expect(fromMenu.suggestedFilename()).toBe('raw.bin');
    expect(new URL(page.url()).hash).toBe(`#/${BUCKET}/hostile.html`);
    expect(besides(problems)).toEqual([]);
  });

  test('is not offered where the deployment does not allow it, nor a preview', async () => {
    const { page, problems } = await chromium.open('about:blank');
    await page.route(`${stack.apiUrl}/v1/buckets`, async (route) => {
      const response = await route.fetch();
      const { buckets } = await response.json();
      await route.fulfill({
        response,
        json: { buckets: buckets.map(({ downloads: _, ...it }: { downloads?: true }) => it) },
      });
    });
    await page.goto(`${stack.apiUrl}/#/${BUCKET}/cat.png`);
    await details(page).getByText('image/png').waitFor();
    expect(await page.getByRole('button', { name: /Preview|Download/ }).count()).toBe(0);
    await row(page, 'raw.bin').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy key' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Download' }).count()).toBe(0);
    expect(problems.filter((it) => it.startsWith('uncaught'))).toEqual([]);
  });
});
