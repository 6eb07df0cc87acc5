/** The page as it is bundled, and as a function serves it. */
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { buildExplorer } from '../../../explorer/build.ts';
import { explorerFunctionSource } from '../../../explorer/function.ts';

/** Uncompressed. What makes it larger should be worth it. */
const MAX_PAGE_BYTES = 140_000;

const page = await buildExplorer();

test('everything is in it, and it is small', () => {
  expect(page.html).not.toMatch(/<(script|link|img)[^>]+(src|href)="(?!data:)/);
  expect(Buffer.byteLength(page.html)).toBeLessThan(MAX_PAGE_BYTES);
});

test('the policy names the very script and style that stand in it', () => {
  const policy = page.headers['content-security-policy'];
  for (const element of ['script', 'style']) {
    const [, text = ''] = new RegExp(`<${element}[^>]*>(.+?)</${element}>`, 's').exec(page.html) ?? [];
    const hash = createHash('sha256').update(text).digest('base64');
    expect(policy).toContain(`${element}-src 'sha256-${hash}'`);
  }
});

test('a function of one module answers with it', async () => {
  const source = explorerFunctionSource(page);
  const { handler } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  expect(await handler({})).toEqual({ statusCode: 200, headers: page.headers, body: page.html });
});
