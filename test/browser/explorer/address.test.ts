/** The address says what is open: any name, the sort order, the filter, an object. */
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { current, drawnNames, readToEnd, row, summary } from '../support/explorer-page.ts';
import { ODD_NAMES, useSmallExplorer } from '../support/small-explorer.ts';

const explorer = useSmallExplorer();

describe('the address', () => {
  test('opens a directory, sorted and filtered', async () => {
    const { page, problems } = await explorer.openRead('#/data/docs/guide/?sort=-name&filter=o');
    expect(await drawnNames(page)).toEqual(['two.md', 'one.md']);
    expect(await page.title()).toBe('data/docs/guide/ \u2013 s3dex');
    expect(problems).toEqual([]);
  });

  test('follows Back and Forward', async () => {
    const { page, problems } = await explorer.openRead('#/data/docs/guide/');
    await page.getByRole('link', { name: 'docs', exact: true }).click();
    await row(page, 'readme.md').waitFor();
    await current(page, 'guide/');
    await page.goBack();
    await row(page, 'one.md').waitFor();
    await page.goForward();
    await row(page, 'readme.md').waitFor();
    expect(problems).toEqual([]);
  });

  test('can contain any name, and opens the directory of that name', async () => {
    const { page, problems } = await explorer.openRead('#/data/odd/');
    expect(await summary(page)).toMatch(new RegExp(`^${ODD_NAMES.length} entries`));
    const titles = await page.locator('td.name a').evaluateAll((links) => links.map((link) => link.title));
    expect(titles).toEqual(ODD_NAMES.map((name) => `odd/${name}/`));
    for (const name of ODD_NAMES) {
      await page.locator('td.name a').nth(ODD_NAMES.indexOf(name)).click();
      await row(page, 'inside.txt').waitFor();
      expect(await page.locator('td.name a').getAttribute('title')).toBe(`odd/${name}/inside.txt`);
      await page.reload();
      await row(page, 'inside.txt').waitFor();
      await page.goBack();
      await readToEnd(page);
    }
    expect(problems).toEqual([]);
  });
});

test('an address that names an object selects its row', async () => {
  const { page, problems } = await explorer.openRead('#/data/z.txt');
  await current(page, 'z.txt');
  await page.locator('.details', { hasText: 's3://data/z.txt' }).waitFor();
  expect(problems).toEqual([]);
});

test('an address that names an object far down scrolls to its row', async () => {
  const names = Array.from({ length: 60 }, (_, at) => `far/file-${String(at).padStart(2, '0')}.txt`);
  for (const Key of names)
    await explorer.stack.s3.send(new PutObjectCommand({ Bucket: 'data', Key, Body: 'x' }));
  try {
    const { page } = await explorer.openRead('#/data/far/file-57.txt');
    await current(page, 'file-57.txt');
    const [inner, outer] = await Promise.all([
      row(page, 'file-57.txt').boundingBox(),
      page.locator('.scroller').boundingBox(),
    ]);
    expect(inner!.y).toBeGreaterThan(outer!.y);
    expect(inner!.y + inner!.height).toBeLessThanOrEqual(outer!.y + outer!.height);
  } finally {
    for (const Key of names) await explorer.stack.s3.send(new DeleteObjectCommand({ Bucket: 'data', Key }));
  }
});

test('the address contains the choice of folders first', async () => {
  const { page, problems } = await explorer.openRead('#/data/?sort=-name');
  expect((await drawnNames(page))[0]).toBe('z.txt');
  await page.keyboard.press('Shift+F');
  await page.waitForURL(/folders=first/);
  expect((await drawnNames(page))[0]).toMatch(/\/$/);
  expect(problems).toEqual([]);
});

describe('names that are valid only in S3', () => {
  test.each(['//', '/../', '/./', '/a//b/'])('a directory: odd%s', async (below) => {
    const Key = `odd${below}inside.txt`;
    await explorer.stack.s3.send(new PutObjectCommand({ Bucket: 'data', Key, Body: Key }));
    await explorer.stack.settle();
    const { page, problems } = await explorer.openRead(`#/data/odd${below}`);
    await row(page, 'inside.txt').getByRole('link').click();
    await page.locator('.details', { hasText: `s3://data/${Key}` }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Backspace');
    const name = below.split('/').at(-2);
    await page.locator('tr.current td.name a', { hasText: `${name}/` }).waitFor();
    expect(problems).toEqual([]);
  });
});
