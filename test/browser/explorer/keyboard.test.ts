/** The explorer used by keyboard alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../../support/stack.ts';
import { current, fragment, readToEnd, row, summarySays } from '../support/explorer-page.ts';
import { useSmallExplorer } from '../support/small-explorer.ts';

const explorer = useSmallExplorer();

describe('the keyboard', () => {
  test('opens a directory, and returns to the same row', async () => {
    const { page, problems } = await explorer.openRead('#/data/');
    await current(page, 'a.txt');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await row(page, 'readme.md').waitFor();
    expect(await fragment(page)).toBe('#/data/docs/');
    await page.keyboard.press('Enter');
    await row(page, 'two.md').waitFor();
    await page.keyboard.press('Backspace');
    await current(page, 'guide/');
    await page.keyboard.press('Backspace');
    await current(page, 'docs/');
    expect(await fragment(page)).toBe('#/data/');
    expect(problems).toEqual([]);
  });

  test("opens and closes an object's details", async () => {
    const { page, problems } = await explorer.openRead('#/data/docs/');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.locator('.details', { hasText: 's3://data/docs/readme.md' }).waitFor();
    await page.waitForURL(/#\/data\/docs\/readme\.md$/);
    await page.keyboard.press('Escape');
    await page.locator('.details').waitFor({ state: 'detached' });
    await page.waitForURL(/#\/data\/docs\/$/);
    expect(problems).toEqual([]);
  });

  test('moves from the filter to the rows and back', async () => {
    const { page, problems } = await explorer.openRead('#/data/');
    await page.keyboard.press('/');
    await page.keyboard.type('TXT');
    await summarySays(page, '2 of 4 entries');
    await page.waitForURL(/\?filter=TXT$/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await current(page, 'z.txt');
    await page.keyboard.press('Escape');
    await summarySays(page, '4 entries');
    await current(page, 'a.txt');
    expect(problems).toEqual([]);
  });

  test('has keys for theme, panel, help and pause', async () => {
    const { page, problems } = await explorer.openRead('#/data/');
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    expect(await theme()).toBe('light');
    await page.keyboard.press('Shift+D');
    expect(await theme()).toBe('dark');
    await page.reload();
    await readToEnd(page);
    expect(await theme()).toBe('dark');
    await page.keyboard.press('Shift+I');
    await page.locator('aside').waitFor({ state: 'detached' });
    await page.keyboard.press('Shift+P');
    await page.getByRole('button', { name: 'Paused' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'How to use it' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });
});

test('the help and the documentation name the same keys', async () => {
  const { page } = await explorer.openRead('#/data/');
  await page.keyboard.press('?');
  const texts = async (selector: string) => page.locator(`dialog ${selector}`).allTextContents();
  const [keys, does] = await Promise.all([texts('dt'), texts('dd')]);
  const documented = readFileSync(join(ROOT, 'docs/explorer.md'), 'utf8').matchAll(
    /^\| <kbd>(.+)<\/kbd> \| (.+) \|$/gm,
  );
  expect([...documented].map(([, key, what]) => [key, what])).toEqual(keys.map((key, at) => [key, does[at]]));
});

test('arrow keys move between buckets', async () => {
  const { page } = await explorer.open('#/nope/');
  // With a single bucket, that bucket would be opened immediately. So the list is shown with two.
  await page.route('**/v1/buckets', async (route) => {
    const answer = await route.fetch();
    const { buckets } = await answer.json();
    await route.fulfill({
      response: answer,
      json: { buckets: [...buckets, { ...buckets[0], name: 'other' }] },
    });
  });
  await page.goto(`${explorer.stack.apiUrl}/?two#/`);
  await page.getByRole('link', { name: 'other' }).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('data');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('other');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await row(page, 'a.txt').waitFor();
});

test('typing moves to the first name that begins with the text', async () => {
  const { page, problems } = await explorer.openRead('#/data/odd/');
  await page.keyboard.type('em');
  await current(page, 'emoji');
  await page.waitForTimeout(1_100);
  await page.keyboard.type('+PL');
  await current(page, '+plus+');
  expect(problems).toEqual([]);
});
