/** The bundled page, and the function that serves it. */
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { buildExplorer } from '../../../explorer/build.ts';
import { explorerFunctionSource } from '../../../explorer/function.ts';
import { pageHandler } from '../../../explorer/page-handler.ts';
import { EXPLORER_LOGIN_VARIABLE, type LoginSetting } from '../../../shared/explorer-login.ts';
import { OBJECT_ORIGINS_VARIABLE } from '../../../shared/object-origins.ts';

/** The maximum size of the page, uncompressed. A larger page needs a good reason. */
const MAX_PAGE_BYTES = 155_000;

const page = await buildExplorer();

test('the page contains everything and is small', () => {
  expect(page.html).not.toMatch(/<(script|link|img)[^>]+(src|href)="(?!data:)/);
  expect(Buffer.byteLength(page.html)).toBeLessThan(MAX_PAGE_BYTES);
});

test("the policy has the hashes of the page's script and style", () => {
  const policy = page.headers['content-security-policy'];
  for (const element of ['script', 'style']) {
    const [, text = ''] = new RegExp(`<${element}[^>]*>(.+?)</${element}>`, 's').exec(page.html) ?? [];
    const hash = createHash('sha256').update(text).digest('base64');
    expect(policy).toContain(`${element}-src 'sha256-${hash}'`);
  }
});

async function answerOf(login?: LoginSetting) {
  const handle = pageHandler(page, login ? { [EXPLORER_LOGIN_VARIABLE]: JSON.stringify(login) } : {});
  return handle();
}

test('a function of one module serves the page', async () => {
  const source = await explorerFunctionSource(page);
  const { handler } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  expect(await handler({})).toEqual({ statusCode: 200, headers: page.headers, body: page.html });
  expect(await answerOf()).toEqual(await handler({}));
});

test('the settings of the login are in the page as escaped data, and the policy names the origins', async () => {
  const login = {
    issuer: 'https://login.example/a',
    clientId: "</script>$&'",
    scope: 'openid',
    token: 'id',
  } as const;
  const { body, headers } = await answerOf({
    ...login,
    origins: ['https://login.example', 'https://other.example'],
  });
  const [, json = ''] = /<script type="application\/json" id="login">(.*?)<\/script>/.exec(body) ?? [];
  expect(JSON.parse(json)).toEqual(login);
  expect(headers['content-security-policy']).toContain(
    "connect-src 'self' https://login.example https://other.example;",
  );
});

test('the policy names the origins of objects, beside those of the login', async () => {
  const origins = 'https://photos.s3.eu-west-1.amazonaws.com https://s3.eu-west-1.amazonaws.com';
  const login = { issuer: 'https://login.example', clientId: 'a', scope: 'openid', token: 'id' } as const;
  const { headers } = await pageHandler(page, {
    [EXPLORER_LOGIN_VARIABLE]: JSON.stringify({ ...login, origins: ['https://login.example'] }),
    [OBJECT_ORIGINS_VARIABLE]: origins,
  })();
  const directives = headers['content-security-policy']?.split('; ');
  expect(directives).toContain(`connect-src 'self' https://login.example ${origins}`);
  expect(directives).toContain(`img-src data: ${origins}`);
  expect(directives).toContain(`media-src ${origins}`);
});
