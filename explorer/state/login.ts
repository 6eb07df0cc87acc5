/**
 * The login at the deployment's issuer, if it has one. The page goes to the issuer and comes back with a code, which
 * it exchanges for a token. The token, and the state that is needed in between, are kept in this tab only.
 */
import * as oauth from 'oauth4webapi';
import type { Login } from '../../shared/explorer-login.ts';
import { LOGIN_ELEMENT_ID } from '../model/login-element.ts';
import { keepToken } from './token.ts';

const KEPT_AS = 's3dex-login';

interface Away {
  state: string;
  verifier: string;
  nonce: string;
  /** The place to return to after the login. */
  fragment: string;
}

/** Undefined: there is no issuer, and readers paste a token. */
export function loginSetting(): Login | undefined {
  const text = document.getElementById(LOGIN_ELEMENT_ID)?.textContent;
  return text ? JSON.parse(text) : undefined;
}

/** Goes to the issuer's page. */
export async function logIn(login: Login): Promise<void> {
  const server = await discover(login);
  if (server.authorization_endpoint === undefined) throw new Error('The issuer has no login page.');
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const away: Away = { state, verifier, nonce, fragment: location.hash };
  sessionStorage.setItem(KEPT_AS, JSON.stringify(away));
  const url = new URL(server.authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: login.clientId,
    redirect_uri: here(),
    scope: login.scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  location.assign(url);
}

/**
 * Must be called before the first request. @returns why the login failed; undefined if it succeeded, or if there was
 * no login.
 */
export async function comeBack(login: Login | undefined): Promise<string | undefined> {
  const url = new URL(location.href);
  if (login === undefined || !url.searchParams.has('state')) return undefined;
  try {
    const text = sessionStorage.getItem(KEPT_AS);
    sessionStorage.removeItem(KEPT_AS);
    const away: Away | undefined = text === null ? undefined : JSON.parse(text);
    // The code is valid only once. It is removed from the address, so that reloads and bookmarks do not contain it.
    history.replaceState(null, '', here() + (away?.fragment ?? location.hash));
    if (away) keepToken(await tokenFor(login, away, url));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function tokenFor(login: Login, { state, verifier, nonce }: Away, url: URL): Promise<string> {
  const server = await discover(login);
  const client: oauth.Client = { client_id: login.clientId };
  const given = oauth.validateAuthResponse(server, client, url, state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    given,
    here(),
    verifier,
    requestOptions(login),
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
    // Issuers omit the ID token if the scope `openid` was not requested.
    ...(login.scope.split(' ').includes('openid') && { expectedNonce: nonce, requireIdToken: true }),
  });
  const token = login.token === 'id' ? tokens.id_token : tokens.access_token;
  if (token === undefined) throw new Error('The issuer did not return the requested token.');
  return token;
}

async function discover(login: Login): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(login.issuer);
  const answer = await oauth.discoveryRequest(issuer, requestOptions(login));
  return oauth.processDiscoveryResponse(issuer, answer);
}

/** The page shows nothing until the issuer has answered. */
const ISSUER_TIMEOUT_MS = 10_000;

function requestOptions({ issuer }: Login) {
  const { protocol, hostname } = new URL(issuer);
  // Only an issuer on the same machine may be used without TLS.
  const isLocal = protocol === 'http:' && hostname === '127.0.0.1';
  return {
    signal: AbortSignal.timeout(ISSUER_TIMEOUT_MS),
    ...(isLocal && { [oauth.allowInsecureRequests]: true }),
  };
}

function here(): string {
  return location.origin + location.pathname;
}
