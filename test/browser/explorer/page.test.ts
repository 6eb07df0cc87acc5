/** The page itself: its policy, its methods, and what it shows when the service fails. */
import { describe, expect, test } from '@jest/globals';
import { accessibilityFindings } from '../support/accessibility.ts';
import { fragment, row } from '../support/explorer-page.ts';
import { useSmallExplorer } from '../support/small-explorer.ts';

const explorer = useSmallExplorer();

describe('the page', () => {
  test('runs only its own scripts, and sends requests only to its own origin and to S3', async () => {
    const answer = await explorer.stack.api('/');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'sha256-[\w+/]+='(;|$)/);
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(await answer.text()).not.toMatch(/\b(src|href)="(?!data:|#)/);
  });

  test('HEAD has no body, other methods are refused', async () => {
    const head = await explorer.stack.api('/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const refused = await explorer.stack.api('/', { method: 'POST', body: '{}' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('opens the bucket if there is only one', async () => {
    const { page, problems } = await explorer.open();
    await row(page, 'a.txt').waitFor();
    expect(await fragment(page)).toBe('#/data/');
    expect(problems).toEqual([]);
  });
});

describe('a service that fails', () => {
  test('for a bucket that is not served, the page links to the served ones', async () => {
    const { page } = await explorer.open('#/nope/photos/');
    await page.getByRole('alert').getByText('This service does not serve this bucket').waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.getByRole('link', { name: 'All buckets', exact: true }).click();
    await row(page, 'a.txt').waitFor();
  });

  test('the rows stay, and are refreshed again when the service is back', async () => {
    const { page } = await explorer.openRead('#/data/');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Retrying' }).waitFor();
    await row(page, 'a.txt').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Live' }).waitFor();
  });

  test('for an API with an authorizer, the page asks for a token', async () => {
    const { page } = await explorer.open('#/data/');
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
