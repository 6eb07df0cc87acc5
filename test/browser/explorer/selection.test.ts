/** Rows are selected and opened by pointer and by key; the menu applies to the selected ones. */
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ROW_PX } from '../../../explorer/model/screen.ts';
import { accessibilityFindings } from '../support/accessibility.ts';
import { current, row } from '../support/explorer-page.ts';
import { useSmallExplorer } from '../support/small-explorer.ts';

const explorer = useSmallExplorer();

describe('selecting', () => {
  const selection = (page: Page) => page.locator('.selection');
  const says = (page: Page, text: string) => selection(page).getByText(text).waitFor();
  const cell = (page: Page, name: string) => row(page, name).locator('td.modified');

  test('by pointer: one row, another one with Ctrl, a range with Shift, and none', async () => {
    const { page, problems } = await explorer.openRead('#/data/');
    await cell(page, 'a.txt').click();
    await says(page, '1');
    await cell(page, 'z.txt').click({ modifiers: ['Control'] });
    await selection(page).filter({ hasText: '2 selected, 20 B' }).waitFor();
    await cell(page, 'odd/').click({ modifiers: ['Shift'] });
    await selection(page).filter({ hasText: '2 selected, 10 B without 1 folder' }).waitFor();
    await row(page, 'a.txt')
      .getByRole('link')
      .click({ modifiers: ['Control'] });
    await selection(page).filter({ hasText: '3 selected' }).waitFor();
    expect(await page.locator('.details').count()).toBe(0);
    await page.getByRole('button', { name: 'Clear' }).click();
    await selection(page).waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });

  test('by keyboard; folders count as soon as their sizes are known', async () => {
    const { page, problems } = await explorer.openRead('#/data/');
    await page.keyboard.press('Shift+ArrowDown');
    await selection(page).filter({ hasText: '2 selected, 10 B without 1 folder' }).waitFor();
    await page.keyboard.press('Shift+U');
    await selection(page).filter({ hasText: '2 selected, 40 B' }).waitFor();
    expect(await page.locator('tr[aria-selected=true]').count()).toBe(2);
    await page.keyboard.press('Escape');
    await selection(page).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+A');
    await selection(page).filter({ hasText: '4 selected' }).waitFor();
    await page.keyboard.press('Space');
    await selection(page).filter({ hasText: '3 selected' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await selection(page).waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });
});

describe('the menu of an entry', () => {
  const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
  const choose = (page: Page, title: string) => page.getByRole('menuitem', { name: title }).click();

  test('copies the key, the URI, the link and the aws command', async () => {
    const { page, problems } = await explorer.openRead('#/data/docs/');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const wanted = [
      ['Copy key', 'docs/readme.md'],
      ['Copy S3 URI', 's3://data/docs/readme.md'],
      ['Copy link to this page', `${explorer.stack.apiUrl}/#/data/docs/readme.md`],
      ['Copy aws s3 cp line', "aws s3 cp 's3://data/docs/readme.md' ."],
    ] as const;
    for (const [title, text] of wanted) {
      await row(page, 'readme.md').click({ button: 'right' });
      await choose(page, title);
      await page.locator('.toast p', { hasText: 'Copied' }).waitFor();
      expect(await copied(page)).toBe(text);
    }
    expect(problems).toEqual([]);
  });

  test('opens by key and by its button, and applies to the whole selection', async () => {
    const { page, problems } = await explorer.openRead('#/data/docs/');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menu').waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.toast p', { hasText: 'Copied 2 lines' }).waitFor();
    expect(await copied(page)).toBe('s3://data/docs/guide/\ns3://data/docs/readme.md');
    await page.getByRole('button', { name: 'Actions for guide/' }).click();
    await choose(page, 'Copy aws s3 cp line of 2');
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith('aws'));
    expect(await copied(page)).toBe(
      "aws s3 cp --recursive 's3://data/docs/guide/' './guide/'\naws s3 cp 's3://data/docs/readme.md' .",
    );
    await page.keyboard.press('Shift+F10');
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowDown');
    await current(page, 'readme.md');
    expect(problems).toEqual([]);
  });
});

describe('the pointer', () => {
  const LOW_PX = 416;

  test('a row that is cut by the edge is opened by a press on it', async () => {
    const { page, problems } = await explorer.openRead('#/data/odd/');
    const edge = () => page.locator('.scroller').evaluate((it) => it.getBoundingClientRect().bottom);
    const setHeight = (height: number) => page.setViewportSize({ width: 1280, height });
    await setHeight(LOW_PX);
    const bottom = await edge();
    const rows = await page
      .locator('tbody tr:not(.spacer)')
      .evaluateAll((all) => all.map((it) => it.getBoundingClientRect().top));
    const at = rows.findLastIndex((top) => top < bottom);
    // Sets a height that cuts the last visible row in its middle.
    await setHeight(LOW_PX + Math.round(rows[at]! + ROW_PX / 2 - bottom));
    const link = page.locator('td.name a').nth(at);
    const [title, box, cutAt] = [await link.getAttribute('title'), await link.boundingBox(), await edge()];
    expect(box!.y).toBeLessThan(cutAt);
    expect(box!.y + box!.height).toBeGreaterThan(cutAt - 8);
    await page.mouse.click(box!.x + 3, Math.min(box!.y + 2, cutAt - 2));
    await page.waitForFunction(
      (inside) =>
        [...document.querySelectorAll('td.name a')].some((it) => it.getAttribute('title') === inside),
      `${title}inside.txt`,
    );
    expect(problems).toEqual([]);
  });
});
