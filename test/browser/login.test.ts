/** The login at an issuer, with the page that a deployment's function serves. */
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { buildExplorer } from '../../explorer/build.ts';
import { pageHandler } from '../../explorer/page-handler.ts';
import { EXPLORER_LOGIN_VARIABLE, type LoginSetting } from '../../shared/explorer-login.ts';
import { type RunningStack, startStack } from '../support/stack.ts';
import { accessibilityFindings } from './support/accessibility.ts';
import { type Chromium, startChromium } from './support/chromium.ts';
import { row } from './support/explorer-page.ts';
import { type Issuer, startIssuer } from './support/issuer.ts';
import { type Tree, treeOf } from './support/trees.ts';

jest.setTimeout(60_000);

const CLIENT_ID = 'explorer-of-this-stack';

let tree: Tree;
let stack: RunningStack;
let chromium: Chromium;
let issuer: Issuer;

beforeAll(async () => {
  tree = treeOf(['docs/readme.md', 'a.txt']);
  const starting = [
    startStack(['--import', `${tree.folder}=data`]),
    startChromium(),
    startIssuer(CLIENT_ID),
  ] as const;
  [stack, chromium, issuer] = await Promise.all(starting);
});
afterEach(() => chromium.closePages());
afterAll(async () => {
  await chromium?.close();
  await issuer?.close();
  await stack?.stop();
  tree?.remove();
});

/** Serves the stack's page with a login, and its API behind an authorizer that accepts the issuer's token. */
async function deploy(page: Page): Promise<void> {
  const login: LoginSetting = {
    ...{ issuer: issuer.url, clientId: CLIENT_ID, scope: 'openid', token: 'access' },
    origins: [issuer.url],
  };
  const handle = pageHandler(await buildExplorer(), { [EXPLORER_LOGIN_VARIABLE]: JSON.stringify(login) });
  await page.route(
    (url) => url.origin === stack.apiUrl && url.pathname === '/',
    async (route) => {
      const { statusCode: status, headers, body } = await handle();
      await route.fulfill({ status, headers, body });
    },
  );
  await page.route('**/v1/**', (route) =>
    route.request().headers().authorization === `Bearer ${issuer.accessToken}`
      ? route.continue()
      : route.fulfill({ status: 401, json: { message: 'Unauthorized' } }),
  );
}

test('leads to the issuer and back to the same place, with a token that stays in the tab', async () => {
  const { page, problems } = await chromium.open(`${stack.apiUrl}/v1/health`);
  await deploy(page);
  await page.goto(`${stack.apiUrl}/#/data/docs/`);
  const button = page.getByRole('button', { name: 'Log in' });
  await button.waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await button.click();
  await row(page, 'readme.md').waitFor();
  expect(page.url()).toBe(`${stack.apiUrl}/#/data/docs/`);
  await page.reload();
  await row(page, 'readme.md').waitFor();
  expect(issuer.refusals).toEqual([]);
  const stored = await page.evaluate(() => [JSON.stringify(localStorage), Object.keys(sessionStorage)]);
  expect(stored).toEqual(['{}', ['s3dex-token']]);
  // Expected errors: health has no icon, the API answered 401 before the login, and the issuer has another origin.
  expect(problems.filter((it) => !/status of 40[14]|request to http:\/\/127/.test(it))).toEqual([]);
});

test('an answer that this tab did not request is ignored', async () => {
  const { page } = await chromium.open(`${stack.apiUrl}/v1/health`);
  await deploy(page);
  await page.goto(`${stack.apiUrl}/?code=stolen&state=invented#/data/`);
  await page.getByRole('button', { name: 'Log in' }).waitFor();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  expect(page.url()).toBe(`${stack.apiUrl}/#/data/`);
  expect(issuer.refusals).toEqual([]);
});

test('an expired token is noticed, and the rows stay', async () => {
  const { page } = await chromium.open(`${stack.apiUrl}/v1/health`);
  await deploy(page);
  await page.goto(`${stack.apiUrl}/#/data/`);
  await page.getByRole('button', { name: 'Log in' }).click();
  await row(page, 'a.txt').waitFor();
  const { accessToken } = issuer;
  issuer.accessToken = 'of-the-next-hour';
  await page.getByRole('button', { name: 'Log in' }).waitFor();
  await row(page, 'a.txt').waitFor();
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Log in' }).waitFor({ state: 'detached' });
  await row(page, 'a.txt').waitFor();
  issuer.accessToken = accessToken;
});

test('a state that is not the one sent is refused, and the reader may try again', async () => {
  const { page } = await chromium.open(`${stack.apiUrl}/v1/health`);
  await deploy(page);
  await page.route(`${issuer.url}/authorize*`, (route) => {
    const back = `${stack.apiUrl}/?code=of-another&state=of-another`;
    const body = `<meta http-equiv="refresh" content="0;url=${back}">`;
    return route.fulfill({ contentType: 'text/html', body });
  });
  await page.goto(`${stack.apiUrl}/#/data/`);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').getByText('The last attempt failed').waitFor();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await page.unroute(`${issuer.url}/authorize*`);
  await page.getByRole('button', { name: 'Log in' }).click();
  await row(page, 'a.txt').waitFor();
});
