/** The visible parts of the explorer: rows, counts, the grid. */
import type { Locator, Page } from 'playwright-core';

export const TABLE = 'table[role=grid]';

export function row(page: Page, name: string): Locator {
  return page.locator('tbody tr', { has: page.locator(`td.name a[title$="${name}"]`) });
}

/** Names in the document from top to bottom: those on the screen, and a few beyond it. */
export async function drawnNames(page: Page): Promise<string[]> {
  return page.locator('tbody td.name a').allTextContents();
}

/** Long enough for a hundred consecutive LISTs on a busy machine. */
const READ_TIMEOUT_MS = 80_000;

/** Resolves when the directory is read to its end. */
export async function readToEnd(page: Page): Promise<void> {
  await page.locator(`${TABLE}[aria-busy=false]`).waitFor({ timeout: READ_TIMEOUT_MS });
}

/** The summary above the rows, such as `11 of 100,000 entries`. */
export async function summary(page: Page): Promise<string> {
  return ((await page.locator('.summary').textContent()) ?? '').replace(/\s+/g, ' ').trim();
}

/** Resolves when the summary has this text. */
export async function summarySays(page: Page, text: string): Promise<void> {
  await page.locator('.summary', { hasText: text }).waitFor();
}

/** The fragment of the page's address, which names what is open. */
export const fragment = (page: Page): Promise<string> => page.evaluate(() => location.hash);

/** Resolves when this row is the current one. */
export const current = (page: Page, name: string): Promise<void> =>
  page.locator('tr.current', { hasText: name }).waitFor();
