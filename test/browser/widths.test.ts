/**
 * Three widths in both themes, the two smaller ones with touch: checks the layout and axe-core's rules, and takes
 * pictures.
 */
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { RunningStack } from '../support/stack.ts';
import type { Chromium } from './support/chromium.ts';
import { drawnNames, readToEnd, row } from './support/explorer-page.ts';
import { look } from './support/look.ts';
import { type PhotoStack, startPhotoStack } from './support/photo-stack.ts';

jest.setTimeout(60_000);

const HERE = '#/media/photos/2026-09%20Lofoten/';
const SCREENS = [
  { name: 'phone', width: 390, height: 844, isTouch: true },
  { name: 'tablet', width: 768, height: 1024, isTouch: true },
  { name: 'desk', width: 1440, height: 900, isTouch: false },
] as const;
const LOOKS = SCREENS.flatMap((screen) =>
  (['light', 'dark'] as const).map((theme) => ({ ...screen, theme, look: `${screen.name}-${theme}` })),
);

let photos: PhotoStack;
let stack: RunningStack;
let chromium: Chromium;

beforeAll(async () => {
  photos = await startPhotoStack();
  ({ stack, chromium } = photos);
});
afterEach(() => chromium.closePages());
afterAll(() => photos?.stop());

function isSeen(row: Element): boolean {
  const [inner, outer] = [row, row.closest('.scroller')!].map((it) => it.getBoundingClientRect());
  return inner!.top >= outer!.top && inner!.bottom <= outer!.bottom + 1;
}

/** Checks that nothing is wider than the screen. */
async function fits(page: Page): Promise<void> {
  const [needed, there] = await page.evaluate(() => [document.body.scrollWidth, innerWidth]);
  expect(needed).toBeLessThanOrEqual(there!);
}

describe.each(LOOKS)('$look', ({ theme, width, height, isTouch, look: name }) => {
  const open = async (fragment: string) => {
    const opened = await chromium.open(`${stack.apiUrl}/${fragment}`, {
      ...{ colorScheme: theme, reducedMotion: 'reduce', viewport: { width, height } },
      ...{ isMobile: isTouch, hasTouch: isTouch },
    });
    await opened.page.locator('main').waitFor();
    return opened;
  };

  test('rows, selected ones, and their menu', async () => {
    const opened = await open(`${HERE}?sort=-modified`);
    const { page } = opened;
    await readToEnd(page);
    await fits(page);
    await look(opened, `${name}-rows`);
    await page.getByRole('button', { name: 'Actions for selected.tar.zst' }).click();
    await page.getByRole('menuitem', { name: 'Select' }).click();
    await page.locator('.selection', { hasText: '1 selected' }).waitFor();
    await page.getByRole('button', { name: 'Actions for catalogue.sqlite' }).click();
    await page.getByRole('menu').waitFor();
    await look(opened, `${name}-menu`);
  });

  test('details are beside the rows or below them, and hide no row', async () => {
    const opened = await open(`${HERE}notes.md`);
    const { page } = opened;
    await page.locator('.details .facts', { hasText: '4,211 bytes' }).waitFor();
    await readToEnd(page);
    await fits(page);
    await page.locator('tr.current', { hasText: 'notes.md' }).waitFor();
    const [rows, panel] = await Promise.all(
      ['.scroller', 'aside'].map((part) => page.locator(part).boundingBox()),
    );
    expect(await page.locator('tr.current').evaluate(isSeen)).toBe(true);
    const isBeside = panel!.x >= rows!.x + rows!.width;
    const isBelow = panel!.y >= rows!.y + rows!.height;
    expect({ isBeside, isBelow }).toEqual({ isBeside: width >= 900, isBelow: width < 900 });
    await look(opened, `${name}-details`);
  });

  test('where is my space', async () => {
    const opened = await open('#/media/photos/?view=space');
    await opened.page.getByRole('link', { name: /^2026-09 Lofoten/ }).click();
    await opened.page.getByRole('link', { name: /^selected.tar.zst/ }).waitFor();
    await fits(opened.page);
    await look(opened, `${name}-space`);
  });

  test('the help', async () => {
    const opened = await open(HERE);
    await readToEnd(opened.page);
    await opened.page.getByRole('button', { name: 'Help' }).click();
    await opened.page.getByRole('dialog', { name: 'How to use it' }).waitFor();
    const touch = opened.page.getByText('Tap a name to open');
    expect(await touch.isVisible()).toBe(isTouch);
    if (isTouch) expect((await touch.boundingBox())!.y).toBeGreaterThan(0);
    await look(opened, `${name}-help`);
  });

  test('the panel, the buckets', async () => {
    const opened = await open(HERE);
    const { page } = opened;
    await readToEnd(page);
    expect(await page.locator('aside').count()).toBe(width >= 900 ? 1 : 0);
    if (width < 900) await page.getByRole('button', { name: 'Panel' }).click();
    await page.locator('.strip .valid').first().waitFor();
    await page.locator('.figures').waitFor();
    await fits(page);
    if (width >= 900) {
      await page.getByRole('button', { name: 'Tree' }).click();
      await page.getByRole('treeitem', { name: '2026-09 Lofoten' }).waitFor();
    }
    await look(opened, `${name}-panel`);
    await page.getByRole('link', { name: 's3dex: all buckets' }).click();
    await page.getByRole('link', { name: 'backups' }).waitFor();
    await look(opened, `${name}-buckets`);
  });
});

test('on a phone, the list sorts, the field filters, and a touch closes the sheet', async () => {
  const { page, problems } = await chromium.open(`${stack.apiUrl}/${HERE}`, {
    ...{ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  });
  await readToEnd(page);
  await page.getByLabel('Sort by').selectOption('Largest first');
  await page.locator('tbody tr:first-child', { hasText: 'selected.tar.zst' }).waitFor();
  await page.getByLabel('Filter names').fill('notes');
  await page.waitForFunction(() => document.querySelectorAll('tbody tr:not(.spacer)').length === 1);
  expect(await drawnNames(page)).toEqual(['notes.md']);
  await row(page, 'notes.md').getByRole('link').tap();
  await page.locator('.details', { hasText: 's3://media/photos/2026-09 Lofoten/notes.md' }).waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).tap();
  await page.locator('aside').waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
});
