/**
 * A directory of 100,000 entries is read to its end, scrolled, filtered, sorted and watched, while the document has
 * only few rows.
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { ROW_PX } from '../../explorer/model/screen.ts';
import { type RunningStack, startStack } from '../support/stack.ts';
import { aws } from './support/aws-cli.ts';
import { type Chromium, type OpenPage, startChromium } from './support/chromium.ts';
import { drawnNames, readToEnd, row, summary, summarySays } from './support/explorer-page.ts';
import { LARGE_ENTRIES, LARGEST, largeTree, NEWEST, type Tree } from './support/trees.ts';

jest.setTimeout(90_000);

const LAST = 'file-099999.txt';
/** The rows of a screen that is 832 pixels high, and the rows drawn beyond its edges. */
const MAX_DRAWN_ROWS = 60;
/** The time from the end of `aws s3 cp` until the row appears is the median of this many copies. */
const COPIES = 3;
const APPEARS_WITHIN_MS = 1_000;

let tree: Tree;
let stack: RunningStack;
let chromium: Chromium;
let opened: OpenPage;

beforeAll(async () => {
  tree = largeTree();
  [stack, chromium] = await Promise.all([startStack(['--import', `${tree.folder}=data`]), startChromium()]);
  opened = await chromium.open(`${stack.apiUrl}/#/data/big/`);
});

afterAll(async () => {
  await chromium?.close();
  await stack?.stop();
  tree?.remove();
});

const drawnRows = () => opened.page.locator('tbody tr:not(.spacer)').count();
async function isOnScreen(locator: Locator): Promise<boolean> {
  const [inner, outer] = await Promise.all([locator.boundingBox(), scroller().boundingBox()]);
  return inner!.y >= outer!.y && inner!.y + inner!.height <= outer!.y + outer!.height;
}
const scroller = () => opened.page.locator('.scroller');

test('the first rows are shown while the rest is read', async () => {
  await row(opened.page, 'file-000000.txt').waitFor();
  expect(await opened.page.locator('table').getAttribute('aria-busy')).toBe('true');
});

test('the whole directory is read through cursors, and the document contains few rows', async () => {
  await readToEnd(opened.page);
  expect(await summary(opened.page)).toMatch(/^100,000 entries/);
  expect(await drawnRows()).toBeLessThan(MAX_DRAWN_ROWS);
});

describe('walking', () => {
  test('after scrolling to the end, the last row is the last name', async () => {
    await scroller().evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await row(opened.page, LAST).waitFor();
    expect(await row(opened.page, LAST).getAttribute('aria-rowindex')).toBe(String(LARGE_ENTRIES + 1));
    const bottom = await scroller().evaluate((element) => element.getBoundingClientRect().bottom);
    const box = await row(opened.page, LAST).boundingBox();
    expect(box!.height).toBe(ROW_PX);
    expect(Math.abs(box!.y + box!.height - bottom)).toBeLessThan(ROW_PX);
    expect(await drawnRows()).toBeLessThan(MAX_DRAWN_ROWS);
  });

  test('the wheel scrolls through all rows without gaps', async () => {
    await scroller().evaluate((element) => element.scrollTo(0, 50_000 * 34));
    await row(opened.page, 'file-050000.txt').waitFor();
    await scroller().hover();
    await opened.page.mouse.wheel(0, 20 * ROW_PX);
    await row(opened.page, 'file-050044.txt').waitFor();
    const names = await drawnNames(opened.page);
    const first = Number(names[0]!.slice(5, 11));
    expect(names).toEqual(names.map((_, index) => `file-${String(first + index).padStart(6, '0')}.txt`));
  });

  test('Home and End', async () => {
    await opened.page.keyboard.press('Home');
    await opened.page.locator('tr.current', { hasText: 'file-000000.txt' }).waitFor();
    await opened.page.keyboard.press('End');
    await opened.page.locator('tr.current', { hasText: LAST }).waitFor();
  });
});

test('filters by a part of the name', async () => {
  await opened.page.keyboard.press('/');
  await opened.page.keyboard.type('09999');
  await summarySays(opened.page, '11 of 100,000 entries');
  expect(await drawnNames(opened.page)).toEqual([
    'file-009999.txt',
    ...Array.from({ length: 10 }, (_, index) => `file-09999${index}.txt`),
  ]);
  await opened.page.keyboard.press('Escape');
  await summarySays(opened.page, '100,000 entries');
});

test('sorts by size, time and name, in both directions', async () => {
  await opened.page.getByRole('button', { name: 'Size', exact: true }).click();
  await opened.page.locator('tbody tr:first-child', { hasText: LARGEST }).waitFor();
  await opened.page.getByRole('button', { name: 'Modified' }).click();
  await opened.page.locator('tbody tr:first-child', { hasText: NEWEST }).waitFor();
  await opened.page.getByRole('button', { name: 'Name', exact: true }).click();
  await opened.page.locator('tbody tr:first-child', { hasText: 'file-000000.txt' }).waitFor();
  await opened.page.getByRole('button', { name: 'Name', exact: true }).click();
  await opened.page.locator('tbody tr:first-child', { hasText: LAST }).waitFor();
  await opened.page.getByRole('button', { name: 'Name', exact: true }).click();
});

/** 600 rows a second at 60 frames a second. */
const SCROLL_STEP_PX = 340;
const SCROLL_FRAMES = 120;

test('every frame of continuous scrolling shows rows; the frame rate and the work for a frame are reported', async () => {
  const session = await opened.page.context().newCDPSession(opened.page);
  // Measures the processor time of the page's own thread, so that other load on the machine does not count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taskSeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value;
  };
  await scroller().evaluate((element) => element.scrollTo(0, 0));
  const before = await taskSeconds();
  const { ms, bare } = await scroller().evaluate(scrollThrough, [SCROLL_STEP_PX, SCROLL_FRAMES] as const);
  const workMs = ((await taskSeconds()) - before) * 1000;
  console.info(
    `${SCROLL_FRAMES} frames over ${LARGE_ENTRIES} rows: ${Math.round((1000 * SCROLL_FRAMES) / ms)} a second, ${(workMs / SCROLL_FRAMES).toFixed(1)} ms of processor time each`,
  );
  expect(bare).toBe(0);
});

/** @returns how long it took, and in how many frames the top of the screen showed no row */
async function scrollThrough(element: Element, [stepPx, frames]: readonly [number, number]) {
  const start = performance.now();
  const { left, top, height } = element.getBoundingClientRect();
  let bare = 0;
  for (let frame = 0; frame < frames; frame++) {
    element.scrollBy(0, stepPx);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const seen = document.elementFromPoint(left + 60, top + height / 2);
    if (!seen?.closest('tbody tr:not(.spacer)')) bare++;
  }
  return { ms: performance.now() - start, bare };
}

describe('newest first, on a page that has read nothing else yet', () => {
  let fresh: OpenPage;

  beforeAll(async () => {
    fresh = await chromium.open(`${stack.apiUrl}/#/data/big/?sort=-modified`);
  });

  test('the first screen is one request to the service, for the whole directory', async () => {
    await row(fresh.page, NEWEST).waitFor();
    expect((await drawnNames(fresh.page))[0]).toBe(NEWEST);
    const sorted = await fresh.page.evaluate(() =>
      performance.getEntriesByType('resource').flatMap(({ name }) => {
        const { searchParams } = new URL(name);
        return searchParams.has('sort') ? [searchParams.get('cursor')] : [];
      }),
    );
    // Later requests look for changes but never use a cursor, because the rows come from one answer.
    expect([...new Set(sorted)]).toEqual([null]);
    expect(await summary(fresh.page)).toMatch(
      /^The first 200 entries, sorted and filtered by the service over the whole directory/,
    );
  });

  test('more of it is read when the reader comes near the end of what is held', async () => {
    await fresh.page.locator('.scroller').evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await fresh.page.locator('.summary', { hasText: 'The first 400 entries' }).waitFor();
    await fresh.page.locator('.scroller').evaluate((element) => element.scrollTo(0, 0));
  });

  test('an object that is written meanwhile appears at the top', async () => {
    const copied = `${tree.folder}/big/${LARGEST.replace('7', '0')}`;
    await aws(stack.s3Url, 's3', 'cp', copied, 's3://data/big/just-now.txt');
    await stack.settle();
    const toldAt = Date.now();
    await row(fresh.page, 'just-now.txt').waitFor();
    console.info(`on top ${Date.now() - toldAt} ms after its event was processed`);
    // The newest file of the tree has a time in the future.
    expect((await drawnNames(fresh.page)).slice(0, 2)).toEqual([NEWEST, 'just-now.txt']);
    await aws(stack.s3Url, 's3', 'rm', 's3://data/big/just-now.txt');
    await row(fresh.page, 'just-now.txt').waitFor({ state: 'detached' });
    expect(fresh.problems).toEqual([]);
  });
});

describe('watching', () => {
  test('a file copied with aws-cli appears within a second, and disappears when it is removed', async () => {
    await opened.page.locator('table').focus();
    await opened.page.keyboard.press('End');
    await row(opened.page, LAST).waitFor();
    const delays: number[] = [];
    for (let copy = 0; copy < COPIES; copy++) {
      const name = `file-09999${copy}-new.txt`;
      const appeared = row(opened.page, name)
        .waitFor()
        .then(() => Date.now());
      await aws(
        stack.s3Url,
        's3',
        'cp',
        `${tree.folder}/big/${LARGEST.replace('7', '0')}`,
        `s3://data/big/${name}`,
      );
      const copiedAt = Date.now();
      delays.push((await appeared) - copiedAt);
      expect(await isOnScreen(row(opened.page, name))).toBe(true);
    }
    expect(delays.toSorted((a, b) => a - b)[Math.floor(COPIES / 2)]).toBeLessThan(APPEARS_WITHIN_MS);
    await summarySays(opened.page, '100,003 entries');
    await aws(stack.s3Url, 's3', 'rm', 's3://data/big/file-099990-new.txt');
    await row(opened.page, 'file-099990-new.txt').waitFor({ state: 'detached' });
  });

  test('a file that is not on the screen is found later, in every order of the rows', async () => {
    await opened.page.keyboard.press('Shift+M');
    await opened.page.locator('tbody tr:first-child', { hasText: NEWEST }).waitFor();
    await aws(stack.s3Url, 's3', 'rm', `s3://data/big/${NEWEST}`);
    await row(opened.page, NEWEST).waitFor({ state: 'detached', timeout: 40_000 });
    expect(await summary(opened.page)).toMatch(/^100,001 entries/);
  });
});

test('the page reported no errors', () => {
  expect(opened.problems).toEqual([]);
});
