/** The page as a reader uses it: by keyboard, by address, with unusual names, and with a service that fails. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ROW_PX } from '../../explorer/model/screen.ts';
import { ROOT, type RunningStack, startStack } from '../support/stack.ts';
import { accessibilityFindings } from './support/accessibility.ts';
import { type Chromium, type OpenPage, startChromium } from './support/chromium.ts';
import { drawnNames, readToEnd, row, summary, summarySays } from './support/explorer-page.ts';
import { type Tree, treeOf } from './support/trees.ts';

jest.setTimeout(60_000);

/** Names with characters that are special in links, fragments or HTML; in S3's order. */
const ODD_NAMES = [
  ' lead',
  '#hash',
  '%2F',
  '%zz',
  '&amp;<b>',
  '+plus+',
  '?query=1',
  '\\back',
  'new\nline',
  'bidi\u202egnp',
  'emoji\u{1f600}',
  'e\u0301',
  '\uff5ewide',
  '\u{1f601}',
].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

let tree: Tree;
let stack: RunningStack;
let chromium: Chromium;

beforeAll(async () => {
  tree = treeOf([
    'a.txt',
    'docs/guide/one.md',
    'docs/guide/two.md',
    'docs/readme.md',
    'z.txt',
    ...ODD_NAMES.map((name) => `odd/${name}/inside.txt`),
  ]);
  [stack, chromium] = await Promise.all([startStack(['--import', `${tree.folder}=data`]), startChromium()]);
});

afterEach(() => chromium.closePages());

afterAll(async () => {
  await chromium?.close();
  await stack?.stop();
  tree?.remove();
});

const open = (fragment = '') => chromium.open(`${stack.apiUrl}/${fragment}`);

async function openRead(fragment: string): Promise<OpenPage> {
  const opened = await open(fragment);
  await readToEnd(opened.page);
  return opened;
}

const fragment = (page: Page) => page.evaluate(() => location.hash);
const current = (page: Page, name: string) => page.locator('tr.current', { hasText: name }).waitFor();

describe('the page', () => {
  test('runs only its own scripts, and sends requests only to its own origin and to S3', async () => {
    const answer = await stack.api('/');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'sha256-[\w+/]+='(;|$)/);
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(await answer.text()).not.toMatch(/\b(src|href)="(?!data:|#)/);
  });

  test('HEAD has no body, other methods are refused', async () => {
    const head = await stack.api('/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const refused = await stack.api('/', { method: 'POST', body: '{}' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('opens the bucket if there is only one', async () => {
    const { page, problems } = await open();
    await row(page, 'a.txt').waitFor();
    expect(await fragment(page)).toBe('#/data/');
    expect(problems).toEqual([]);
  });
});

describe('the keyboard', () => {
  test('opens a directory, and returns to the same row', async () => {
    const { page, problems } = await openRead('#/data/');
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
    const { page, problems } = await openRead('#/data/docs/');
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
    const { page, problems } = await openRead('#/data/');
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
    const { page, problems } = await openRead('#/data/');
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
  const { page } = await openRead('#/data/');
  await page.keyboard.press('?');
  const texts = async (selector: string) => page.locator(`dialog ${selector}`).allTextContents();
  const [keys, does] = await Promise.all([texts('dt'), texts('dd')]);
  const documented = readFileSync(join(ROOT, 'docs/explorer.md'), 'utf8').matchAll(
    /^\| <kbd>(.+)<\/kbd> \| (.+) \|$/gm,
  );
  expect([...documented].map(([, key, what]) => [key, what])).toEqual(keys.map((key, at) => [key, does[at]]));
});

describe('reported faults', () => {
  test('an opened object shows its details even if the panel is hidden, and the panel stays hidden afterwards', async () => {
    const { page, problems } = await openRead('#/data/docs/');
    await page.keyboard.press('Shift+I');
    await page.locator('aside').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'readme.md' }).click();
    await page.locator('.details', { hasText: 's3://data/docs/readme.md' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('aside').waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });

  test('an address that names an object selects its row', async () => {
    const { page, problems } = await openRead('#/data/z.txt');
    await current(page, 'z.txt');
    await page.locator('.details', { hasText: 's3://data/z.txt' }).waitFor();
    expect(problems).toEqual([]);
  });

  test('an address that names an object far down scrolls to its row', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `far/file-${String(at).padStart(2, '0')}.txt`);
    for (const Key of names) await stack.s3.send(new PutObjectCommand({ Bucket: 'data', Key, Body: 'x' }));
    try {
      const { page } = await openRead('#/data/far/file-57.txt');
      await current(page, 'file-57.txt');
      const [inner, outer] = await Promise.all([
        row(page, 'file-57.txt').boundingBox(),
        page.locator('.scroller').boundingBox(),
      ]);
      expect(inner!.y).toBeGreaterThan(outer!.y);
      expect(inner!.y + inner!.height).toBeLessThanOrEqual(outer!.y + outer!.height);
    } finally {
      for (const Key of names) await stack.s3.send(new DeleteObjectCommand({ Bucket: 'data', Key }));
    }
  });

  test('one is written in the singular', async () => {
    const { page, problems } = await openRead('#/data/odd/%23hash/');
    await summarySays(page, '1 entry');
    await page.keyboard.press('Shift+U');
    await summarySays(page, 'below: 1 object,');
    await page.locator('.unseen p', { hasText: /^1 entry shown$/ }).waitFor({ state: 'attached' });
    expect(problems).toEqual([]);
  });

  test('"Copied" is shown for a while', async () => {
    const { page } = await openRead('#/data/z.txt');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    await page.getByRole('button', { name: 'Copy', exact: true }).waitFor();
  });
});

test('arrow keys move between buckets', async () => {
  const { page } = await open('#/nope/');
  // With a single bucket, that bucket would be opened immediately. So the list is shown with two.
  await page.route('**/v1/buckets', async (route) => {
    const answer = await route.fetch();
    const { buckets } = await answer.json();
    await route.fulfill({
      response: answer,
      json: { buckets: [...buckets, { ...buckets[0], name: 'other' }] },
    });
  });
  await page.goto(`${stack.apiUrl}/?two#/`);
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

test('the address contains the choice of folders first', async () => {
  const { page, problems } = await openRead('#/data/?sort=-name');
  expect((await drawnNames(page))[0]).toBe('z.txt');
  await page.keyboard.press('Shift+F');
  await page.waitForURL(/folders=first/);
  expect((await drawnNames(page))[0]).toMatch(/\/$/);
  expect(problems).toEqual([]);
});

test('the filter finds names below, and their rows lead there', async () => {
  const { page, problems } = await openRead('#/data/');
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
  const { page, problems } = await openRead('#/data/docs/?filter=*.md');
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

test('folder sizes are the totals of everything below, requested on demand', async () => {
  const { page, problems } = await openRead('#/data/');
  await page.getByRole('button', { name: 'Folder sizes' }).click();
  const size = row(page, 'docs/').locator('td.size');
  await size.and(page.locator('.folder')).waitFor();
  expect(await size.textContent()).toMatch(/^[1-9]/);
  await summarySays(page, 'below:');
  await page.keyboard.press('Shift+U');
  await page.locator('td.size.folder').waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
});

describe('selecting', () => {
  const selection = (page: Page) => page.locator('.selection');
  const says = (page: Page, text: string) => selection(page).getByText(text).waitFor();
  const cell = (page: Page, name: string) => row(page, name).locator('td.modified');

  test('by pointer: one row, another one with Ctrl, a range with Shift, and none', async () => {
    const { page, problems } = await openRead('#/data/');
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
    const { page, problems } = await openRead('#/data/');
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
    const { page, problems } = await openRead('#/data/docs/');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const wanted = [
      ['Copy key', 'docs/readme.md'],
      ['Copy S3 URI', 's3://data/docs/readme.md'],
      ['Copy link to this page', `${stack.apiUrl}/#/data/docs/readme.md`],
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
    const { page, problems } = await openRead('#/data/docs/');
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

test('typing moves to the first name that begins with the text', async () => {
  const { page, problems } = await openRead('#/data/odd/');
  await page.keyboard.type('em');
  await current(page, 'emoji');
  await page.waitForTimeout(1_100);
  await page.keyboard.type('+PL');
  await current(page, '+plus+');
  expect(problems).toEqual([]);
});

describe('the tree at the side', () => {
  test('opens at the current place, follows the arrow keys, and opens the chosen directory', async () => {
    const { page, problems } = await openRead('#/data/docs/');
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
    const { page } = await openRead('#/data/docs/');
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
    const { page } = await openRead('#/data/docs/guide/');
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') asked.push(request.postData() ?? '');
    });
    await page.getByRole('button', { name: 'Tree' }).click();
    await page.getByRole('treeitem', { name: 'guide', exact: true }).waitFor();
    expect(asked.map((body) => JSON.parse(body).prefixes)).toEqual([['', 'docs/', 'docs/guide/']]);
  });
});

describe('where is my space', () => {
  test('tiles open directories, Back returns, and an object shows its details', async () => {
    const { page, problems } = await openRead('#/data/');
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
    const { page } = await open('#/data/docs/?view=space');
    await page.getByRole('link', { name: /^guide\// }).waitFor();
    const boxes = await page
      .locator('.treemap li')
      .evaluateAll((all) => all.map((it) => it.getBoundingClientRect()).map((it) => it.width * it.height));
    expect(Math.max(...boxes) / Math.min(...boxes)).toBeCloseTo(2, 1);
  });
});

describe('the address', () => {
  test('opens a directory, sorted and filtered', async () => {
    const { page, problems } = await openRead('#/data/docs/guide/?sort=-name&filter=o');
    expect(await drawnNames(page)).toEqual(['two.md', 'one.md']);
    expect(await page.title()).toBe('data/docs/guide/ \u2013 s3dex');
    expect(problems).toEqual([]);
  });

  test('follows Back and Forward', async () => {
    const { page, problems } = await openRead('#/data/docs/guide/');
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
    const { page, problems } = await openRead('#/data/odd/');
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

describe('names that are valid only in S3', () => {
  test.each(['//', '/../', '/./', '/a//b/'])('a directory: odd%s', async (below) => {
    const Key = `odd${below}inside.txt`;
    await stack.s3.send(new PutObjectCommand({ Bucket: 'data', Key, Body: Key }));
    await stack.settle();
    const { page, problems } = await openRead(`#/data/odd${below}`);
    await row(page, 'inside.txt').getByRole('link').click();
    await page.locator('.details', { hasText: `s3://data/${Key}` }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Backspace');
    const name = below.split('/').at(-2);
    await page.locator('tr.current td.name a', { hasText: `${name}/` }).waitFor();
    expect(problems).toEqual([]);
  });
});

describe('the pointer', () => {
  const LOW_PX = 416;

  test('a row that is cut by the edge is opened by a press on it', async () => {
    const { page, problems } = await openRead('#/data/odd/');
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

describe('the panel', () => {
  test('shows one request to S3, then hits without a body, and what the index holds', async () => {
    await stack.api('/v1/buckets/data/invalidations', { method: 'POST', body: '{"prefixes":["docs/"]}' });
    const { page, problems } = await openRead('#/data/docs/');
    await page.locator('.notes li', { hasText: /miss|stale/ }).waitFor();
    await page
      .locator('.notes li', { hasText: 'hit' })
      .getByText(/^saved \d+ LISTs?$/)
      .waitFor();
    await page.locator('.card', { hasText: /[1-9]\d* of them 304/ }).waitFor();
    await page.locator('.strip .valid').waitFor();
    await page.locator('.facts div', { hasText: 'Chunks' }).getByText('1 with 2 names').waitFor();
    await stack.api('/v1/buckets/data/usage?prefix=docs/');
    const usage = page.locator('.facts div', { hasText: 'Usage' });
    await usage.getByText(/^complete, 1 digest with \d+ objects?$/).waitFor();
    await page.locator('.strip[aria-label*="1 digest, 1 valid"]').waitFor();
    await page.getByRole('button', { name: 'Read from S3' }).click();
    await page.locator('.notes li', { hasText: 'request' }).waitFor();
    await page.getByRole('button', { name: 'Invalidate' }).click();
    // The newest note comes first.
    await page.locator('.notes li:has-text("stale") ~ li:has-text("request")').waitFor();
    expect(problems).toEqual([]);
  });
});

describe('the panel, paused', () => {
  test('the age shown grows while no request is sent', async () => {
    const { page, problems } = await openRead('#/data/docs/');
    await page.getByRole('button', { name: 'Live' }).click();
    const age = page.locator('.lead', { hasText: 'Read from S3' }).locator('b');
    const before = await age.textContent();
    await page.waitForFunction(
      ([selector, text]) => document.querySelector(selector!)?.textContent !== text,
      ['.lead b', before],
    );
    expect(await age.textContent()).not.toBe(before);
    expect(problems).toEqual([]);
  });
});

describe('a service that fails', () => {
  test('for a bucket that is not served, the page links to the served ones', async () => {
    const { page } = await open('#/nope/photos/');
    await page.getByRole('alert').getByText('This service does not serve this bucket').waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.getByRole('link', { name: 'All buckets', exact: true }).click();
    await row(page, 'a.txt').waitFor();
  });

  test('the rows stay, and are refreshed again when the service is back', async () => {
    const { page } = await openRead('#/data/');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Retrying' }).waitFor();
    await row(page, 'a.txt').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Live' }).waitFor();
  });

  test('for an API with an authorizer, the page asks for a token', async () => {
    const { page } = await open('#/data/');
    await page.route('**/v1/**', (route) =>
      route.request().headers().authorization === 'Bearer a-token'
        ? route.continue()
        : route.fulfill({ status: 401, json: { message: 'Unauthorized' } }),
    );
    await page.reload();
    await page.getByLabel('bearer token').fill('a-token');
    await page.getByRole('button', { name: 'Use this token' }).click();
    await row(page, 'a.txt').waitFor();
  });
});
