/** The panel: what the answers cost, what the index holds, and the details of an object. */
import { describe, expect, test } from '@jest/globals';
import { useSmallExplorer } from '../support/small-explorer.ts';

const explorer = useSmallExplorer();

describe('the panel', () => {
  test('shows one request to S3, then hits without a body, and what the index holds', async () => {
    await explorer.stack.api('/v1/buckets/data/invalidations', {
      method: 'POST',
      body: '{"prefixes":["docs/"]}',
    });
    const { page, problems } = await explorer.openRead('#/data/docs/');
    await page.locator('.notes li', { hasText: /miss|stale/ }).waitFor();
    await page
      .locator('.notes li', { hasText: 'hit' })
      .getByText(/^saved \d+ LISTs?$/)
      .waitFor();
    await page.locator('.card', { hasText: /[1-9]\d* of them 304/ }).waitFor();
    await page.locator('.strip .valid').waitFor();
    await page.locator('.facts div', { hasText: 'Chunks' }).getByText('1 with 2 names').waitFor();
    await explorer.stack.api('/v1/buckets/data/usage?prefix=docs/');
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
    const { page, problems } = await explorer.openRead('#/data/docs/');
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

test('an opened object shows its details even if the panel is hidden, and the panel stays hidden afterwards', async () => {
  const { page, problems } = await explorer.openRead('#/data/docs/');
  await page.keyboard.press('Shift+I');
  await page.locator('aside').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'readme.md' }).click();
  await page.locator('.details', { hasText: 's3://data/docs/readme.md' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('aside').waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
});

test('"Copied" is shown for a while', async () => {
  const { page } = await explorer.openRead('#/data/z.txt');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  await page.getByRole('button', { name: 'Copy', exact: true }).waitFor();
});
