/**
 * The Lambda function that serves the page. The page is the same for everybody, except for two settings: the login,
 * which the document contains as data, and the origins (of the issuer, of S3) that its policy allows.
 */
import { EXPLORER_LOGIN_VARIABLE, type LoginSetting } from '../shared/explorer-login.ts';
import { OBJECT_ORIGINS_VARIABLE, withObjectOrigins } from '../shared/object-origins.ts';
import type { ExplorerPage } from './build.ts';
import { LOGIN_ELEMENT_ID } from './model/login-element.ts';

export function pageHandler(page: ExplorerPage, environment: Partial<Record<string, string>>) {
  const login = environment[EXPLORER_LOGIN_VARIABLE];
  const origins = environment[OBJECT_ORIGINS_VARIABLE];
  const shown = login === undefined ? page : withLogin(page, JSON.parse(login));
  const { html, headers } = origins === undefined ? shown : showingObjects(shown, origins.split(' '));
  const answer = { statusCode: 200, headers, body: html };
  return async () => answer;
}

/** The page, with a policy that allows it to show objects from these origins of S3. */
export function showingObjects({ html, headers }: ExplorerPage, origins: readonly string[]): ExplorerPage {
  const policy = withObjectOrigins(headers['content-security-policy'] ?? '', origins);
  return { html, headers: { ...headers, 'content-security-policy': policy } };
}

function withLogin({ html, headers }: ExplorerPage, { origins, ...login }: LoginSetting): ExplorerPage {
  // Escaped, so that no setting can end the element.
  const json = JSON.stringify(login).replaceAll('<', '\\u003c');
  const element = `<script type="application/json" id="${LOGIN_ELEMENT_ID}">${json}</script>`;
  const policy = headers['content-security-policy'] ?? '';
  return {
    html: html.replace('<body>', () => `<body>\n${element}`),
    headers: {
      ...headers,
      'content-security-policy': policy.replace(
        "connect-src 'self'",
        `connect-src 'self' ${origins.join(' ')}`,
      ),
    },
  };
}
