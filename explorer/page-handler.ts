/**
 * The Lambda function that serves the page. The page is the same text for everybody. Only the login is a setting: the
 * document contains it as data, and the policy lets the page send requests to the issuer.
 */
import { EXPLORER_LOGIN_VARIABLE, type LoginSetting } from '../shared/explorer-login.ts';
import type { ExplorerPage } from './build.ts';
import { LOGIN_ELEMENT_ID } from './model/login-element.ts';

export function pageHandler(page: ExplorerPage, environment: Partial<Record<string, string>>) {
  const setting = environment[EXPLORER_LOGIN_VARIABLE];
  const { html, headers } = setting === undefined ? page : withLogin(page, JSON.parse(setting));
  const answer = { statusCode: 200, headers, body: html };
  return async () => answer;
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
