/** The tree of directories at the side. */
import { describe, expect, test } from '@jest/globals';
import { accessibilityFindings } from '../support/accessibility.ts';
import { fragment, row } from '../support/explorer-page.ts';
import { useSmallExplorer } from '../support/small-explorer.ts';

const explorer = useSmallExplorer();

describe('the tree at the side', () => {
  test('opens at the current place, follows the arrow keys, and opens the chosen directory', async () => {
    const { page, problems } = await explorer.openRead('#/data/docs/');
    await page.keyboard.press('Shift+T');
    const tree = page.getByRole('tree', { name: 'data' });
    const line = (name: string) => tree.getByRole('treeitem', { name, exact: true });
    await line('guide').waitFor();
    expect(await line('docs').getAttribute('aria-current')).toBe('page');
    expect(await line('guide').getAttribute('aria-level')).toBe('3');
    expect(await accessibilityFindings(page)).toEqual([]);
    await line('docs').focus();
    await page.keyboard.press('ArrowLeft');
    await line('guide').waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await line('#hash').waitFor();
    await line('#hash').click();
    await row(page, 'inside.txt').waitFor();
    expect(await fragment(page)).toBe('#/data/odd/%23hash/');
    expect(problems).toEqual([]);
  });

  test('says which directory could not be read, and reads it when it is opened again', async () => {
    const { page } = await explorer.openRead('#/data/docs/');
    await page.route('**/data/entries', async (route) => {
      const response = await route.fetch();
      const { results } = await response.json();
      const failing = { prefix: 'docs/', problem: { code: 'unavailable', detail: 'S3 is down' } };
      await route.fulfill({
        response,
        json: { results: results.map((it: { prefix: string }) => (it.prefix === 'docs/' ? failing : it)) },
      });
    });
    await page.keyboard.press('Shift+T');
    const docs = page.getByRole('treeitem', { name: /^docs/ });
    await docs.getByText('not read').waitFor();
    await page.getByRole('treeitem', { name: 'odd', exact: true }).waitFor();
    await page.unroute('**/data/entries');
    await docs.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('treeitem', { name: 'guide', exact: true }).waitFor();
  });

  test('needs one request for all directories on the path', async () => {
    const { page } = await explorer.openRead('#/data/docs/guide/');
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') asked.push(request.postData() ?? '');
    });
    await page.getByRole('button', { name: 'Tree' }).click();
    await page.getByRole('treeitem', { name: 'guide', exact: true }).waitFor();
    expect(asked.map((body) => JSON.parse(body).prefixes)).toEqual([['', 'docs/', 'docs/guide/']]);
  });
});
