/** Sizes and counts: of folders, and as areas. */
import { describe, expect, test } from '@jest/globals';
import { accessibilityFindings } from '../support/accessibility.ts';
import { row, summarySays } from '../support/explorer-page.ts';
import { useSmallExplorer } from '../support/small-explorer.ts';

const explorer = useSmallExplorer();

test('folder sizes are the totals of everything below, requested on demand', async () => {
  const { page, problems } = await explorer.openRead('#/data/');
  await page.getByRole('button', { name: 'Folder sizes' }).click();
  const size = row(page, 'docs/').locator('td.size');
  await size.and(page.locator('.folder')).waitFor();
  expect(await size.textContent()).toMatch(/^[1-9]/);
  await summarySays(page, 'below:');
  await page.keyboard.press('Shift+U');
  await page.locator('td.size.folder').waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
});

test('one is written in the singular', async () => {
  const { page, problems } = await explorer.openRead('#/data/odd/%23hash/');
  await summarySays(page, '1 entry');
  await page.keyboard.press('Shift+U');
  await summarySays(page, 'below: 1 object,');
  await page.locator('.unseen p', { hasText: /^1 entry shown$/ }).waitFor({ state: 'attached' });
  expect(problems).toEqual([]);
});

describe('where is my space', () => {
  test('tiles open directories, Back returns, and an object shows its details', async () => {
    const { page, problems } = await explorer.openRead('#/data/');
    await page.getByRole('button', { name: 'Where is my space?' }).click();
    const tiles = page.getByRole('list', { name: 'Space of data/' });
    await tiles.getByRole('link', { name: /^docs\/ *30 B, \d+\.\d % *, 3 objects$/ }).click();
    await page.waitForURL(/#\/data\/docs\/\?view=space$/);
    await page.getByRole('link', { name: /^guide\/ *20 B, 66.7 % *, 2 objects$/ }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.getByRole('link', { name: /^readme.md *10 B, 33.3 %$/ }).click();
    await page.locator('.details', { hasText: 's3://data/docs/readme.md' }).waitFor();
    await page.goBack();
    await page.goBack();
    await tiles.waitFor();
    await page.keyboard.press('Shift+W');
    await row(page, 'a.txt').waitFor();
    expect(problems).toEqual([]);
  });

  test('areas are sizes', async () => {
    const { page } = await explorer.open('#/data/docs/?view=space');
    await page.getByRole('link', { name: /^guide\// }).waitFor();
    const boxes = await page
      .locator('.treemap li')
      .evaluateAll((all) => all.map((it) => it.getBoundingClientRect()).map((it) => it.width * it.height));
    expect(Math.max(...boxes) / Math.min(...boxes)).toBeCloseTo(2, 1);
  });
});
