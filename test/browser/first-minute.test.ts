/** Records the first minute of a new reader: `.artifacts/first-minute.html`. */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { RunningStack } from '../support/stack.ts';
import type { Chromium } from './support/chromium.ts';
import { readToEnd, row } from './support/explorer-page.ts';
import { type PhotoStack, startPhotoStack } from './support/photo-stack.ts';
import { record } from './support/recording.ts';

jest.setTimeout(90_000);

/** A pause, so that a viewer can follow. */
const LOOK_MS = 700;
const LOFOTEN = 'photos/2026-09 Lofoten/';

/** Longer than the pause after which a new name begins. */
const JUMP_MS = 2_000;
const JUMP_TRIES = 4;

let photos: PhotoStack;
let stack: RunningStack;
let chromium: Chromium;

beforeAll(async () => {
  photos = await startPhotoStack();
  ({ stack, chromium } = photos);
});
afterAll(() => photos?.stop());

test('from the buckets to the newest object, what is selected, and where the space is', async () => {
  const { page, problems } = await chromium.open(`${stack.apiUrl}/`);
  const recording = await record(page, 'first-minute');
  const look = () => page.waitForTimeout(LOOK_MS);
  await page.getByRole('link', { name: 'media' }).click();
  await look();
  await openByKeys(page, 'photos/', look);
  await openByKeys(page, '2026-09', look);
  await readToEnd(page);
  await page.keyboard.press('Shift+M');
  await look();
  const Body = 'written meanwhile';
  await stack.s3.send(new PutObjectCommand({ Bucket: 'media', Key: `${LOFOTEN}just-now.txt`, Body }));
  await row(page, 'just-now.txt').locator('.news').waitFor();
  await look();
  await page.keyboard.press('Home');
  for (let rows = 0; rows < 3; rows++) await page.keyboard.press('Shift+ArrowDown');
  await page.locator('.selection', { hasText: '4 selected' }).waitFor();
  await look();
  await page.keyboard.press('Shift+F10');
  await look();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+T');
  await page.getByRole('treeitem', { name: '2026-09 Lofoten' }).waitFor();
  await look();
  await page.keyboard.press('Shift+W');
  await page.getByRole('link', { name: /^selected.tar.zst/ }).waitFor();
  await look();
  await page.keyboard.press('Shift+D');
  await look();
  expect(await recording.stop()).toBeGreaterThan(5);
  expect(problems).toEqual([]);
});

async function openByKeys(page: Page, name: string, look: () => Promise<void>): Promise<void> {
  await page.locator('tbody tr', { hasText: name }).waitFor();
  await jumpTo(page, name);
  await look();
  await page.keyboard.press('Enter');
}

/**
 * On a busy machine, more than a second may pass between two letters, so that they do not form one name. Then the
 * name is typed again.
 */
async function jumpTo(page: Page, name: string): Promise<void> {
  const current = page.locator('tr.current', { hasText: name });
  for (let tries = 0; tries < JUMP_TRIES; tries++) {
    await page.keyboard.type(name.slice(0, 6));
    if (
      await current.waitFor({ timeout: JUMP_MS }).then(
        () => true,
        () => false,
      )
    )
      return;
  }
  await current.waitFor();
}
