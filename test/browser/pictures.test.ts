/**
 * Takes screenshots of both themes and checks them with axe-core. With `TEST_PICTURES=write`, also writes the
 * README's screenshot.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ROOT, type RunningStack } from '../support/stack.ts';
import { accessibilityFindings } from './support/accessibility.ts';
import { picture } from './support/artifacts.ts';
import type { Chromium } from './support/chromium.ts';
import { readToEnd, row } from './support/explorer-page.ts';
import { type PhotoStack, startPhotoStack } from './support/photo-stack.ts';

jest.setTimeout(60_000);

const PICTURE = join(ROOT, 'docs/explorer.png');
/** Smaller than a usual window, so that its text is readable in the README. */
const PICTURE_SIZE = { width: 1200, height: 760 };
const MAX_PICTURE_BYTES = 200_000;
const LOFOTEN = 'photos/2026-09 Lofoten/';
const HERE = `#/media/${LOFOTEN.split('/').map(encodeURIComponent).join('/')}`;
const EARLIER_READERS = 150;
const THEMES = ['light', 'dark'] as const;

let photos: PhotoStack;
let stack: RunningStack;
let chromium: Chromium;

beforeAll(async () => {
  photos = await startPhotoStack();
  ({ stack, chromium } = photos);
  // Requests by earlier readers, so that there are savings to show.
  for (let reader = 0; reader < EARLIER_READERS; reader++) {
    const answer = await stack.api(`/v1/buckets/media/entries?prefix=${encodeURIComponent(LOFOTEN)}`);
    expect(answer.status).toBe(200);
  }
});

afterEach(() => chromium.closePages());

afterAll(() => photos?.stop());

/**
 * Opens the page at a fragment, in a theme, without animations. During a transition, colours could not be checked.
 */
async function open(theme: 'light' | 'dark', fragment: string) {
  const opened = await chromium.open(`${stack.apiUrl}/${fragment}`, {
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  await opened.page.locator('.figures').waitFor();
  return opened;
}

function put(name: string, metadata: Record<string, string> = {}) {
  return stack.s3.send(
    new PutObjectCommand({
      Bucket: 'media',
      Key: `${LOFOTEN}${name}`,
      Body: 'sheet,copies\n'.repeat(114),
      ContentType: 'text/csv',
      Metadata: metadata,
    }),
  );
}

describe.each(THEMES)('%s', (theme) => {
  test('a directory, with what just appeared in it', async () => {
    const { page, problems } = await open(theme, `${HERE}?sort=-modified`);
    await readToEnd(page);
    const name = `print-order-${theme}.csv`;
    await put(name, { ordered: 'by-phone', 'paper-size': 'A2' });
    await row(page, name).locator('.news').waitFor();
    await page.locator('.marks li', { hasText: name }).waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await accessibilityFindings(page)).toEqual([]);
    await picture(page, theme);
    if (theme === 'light' && process.env.TEST_PICTURES === 'write') {
      await page.setViewportSize(PICTURE_SIZE);
      await page.screenshot({ path: PICTURE });
    }
    expect(problems).toEqual([]);
  });

  test("an object's details", async () => {
    const { page, problems } = await open(theme, `${HERE}print-order-${theme}.csv?filter=print`);
    await page.locator('.details .facts', { hasText: 'x-amz-meta-paper-size' }).waitFor();
    await readToEnd(page);
    expect(await accessibilityFindings(page)).toEqual([]);
    await picture(page, `details-${theme}`);
    expect(problems).toEqual([]);
  });

  test('the help', async () => {
    const { page, problems } = await open(theme, HERE);
    await readToEnd(page);
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await picture(page, `help-${theme}`);
    expect(problems).toEqual([]);
  });

  test('the buckets', async () => {
    const { page, problems } = await open(theme, '');
    await page.getByRole('link', { name: 'backups' }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await picture(page, `buckets-${theme}`);
    expect(problems).toEqual([]);
  });

  test('an empty list with its reason', async () => {
    const { page, problems } = await open(theme, `${HERE}?filter=no+such+name`);
    await page.locator('.emptiness', { hasText: 'no such name' }).waitFor();
    await readToEnd(page);
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(problems).toEqual([]);
    await page.goto(`${stack.apiUrl}/#/no-such-bucket/`);
    await page.locator('.banner', { hasText: 'does not serve this bucket' }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await picture(page, `trouble-${theme}`);
  });
});

test("the README's picture exists and is small", () => {
  expect(statSync(PICTURE).size).toBeLessThan(MAX_PICTURE_BYTES);
});
