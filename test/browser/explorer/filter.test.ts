/** The filter, for the names of a directory and for all names below it. */
import { expect, test } from '@jest/globals';
import { drawnNames, row } from '../support/explorer-page.ts';
import { useSmallExplorer } from '../support/small-explorer.ts';

const explorer = useSmallExplorer();

test('the filter finds names below, and their rows lead there', async () => {
  const { page, problems } = await explorer.openRead('#/data/');
  await page.keyboard.press('Shift+B');
  await page.keyboard.press('/');
  await page.keyboard.type('one.md');
  await row(page, 'docs/guide/one.md').waitFor();
  expect(await drawnNames(page)).toEqual(['docs/guide/one.md']);
  await page.getByRole('link', { name: 'docs/guide/one.md' }).click();
  await page.locator('.details', { hasText: 's3://data/docs/guide/one.md' }).waitFor();
  await page.waitForURL(/#\/data\/docs\/guide\/one\.md/);
  expect(problems).toEqual([]);
});

test('a filter with a star is a pattern of whole names, here and below', async () => {
  const { page, problems } = await explorer.openRead('#/data/docs/?filter=*.md');
  await row(page, 'readme.md').waitFor();
  expect(await drawnNames(page)).toEqual(['readme.md']);
  await page.getByLabel('below').check();
  await page.getByLabel('Filter names').fill('**/t*.md');
  await row(page, 'guide/two.md').waitFor();
  expect(await drawnNames(page)).toEqual(['guide/two.md']);
  await page.getByLabel('Filter names').fill('*.nothing');
  await page.getByText('No name matches').waitFor();
  expect(problems).toEqual([]);
});
