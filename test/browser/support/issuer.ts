/**
 * An OpenID Connect issuer on loopback. It accepts everybody immediately, but requires PKCE: a code is invalid
 * without its verifier.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Issuer {
  url: string;
  /** The tokens that the API accepts. */
  accessToken: string;
  /** The names of the errors that clients received. */
  refusals: string[];
  close(): Promise<void>;
}

interface Given {
  challenge: string;
  redirectUri: string;
  clientId: string;
  nonce: string;
}

const CORS = { 'access-control-allow-origin': '*', 'content-type': 'application/json' };
const LIFE_SECONDS = 300;

export async function startIssuer(clientId: string): Promise<Issuer> {
  const codes = new Map<string, Given>();
  const issuer: Issuer = {
    url: '',
    accessToken: `access-${randomUUID()}`,
    refusals: [],
    close: async () => {},
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer.url);
    if (pathname === '/.well-known/openid-configuration') return discovery(response);
    if (pathname === '/authorize') return authorize(searchParams, response);
    if (pathname === '/token') return token(new URLSearchParams(await bodyOf(request)), response);
    response.writeHead(404, CORS).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  issuer.close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return issuer;

  function discovery(response: ServerResponse): void {
    const { url } = issuer;
    const answer = {
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
    };
    response.writeHead(200, CORS).end(JSON.stringify(answer));
  }

  function authorize(asked: URLSearchParams, response: ServerResponse): void {
    const of = (name: string) => asked.get(name) ?? '';
    if (of('client_id') !== clientId || of('code_challenge_method') !== 'S256')
      issuer.refusals.push('authorize');
    const code = randomUUID();
    codes.set(code, {
      challenge: of('code_challenge'),
      redirectUri: of('redirect_uri'),
      clientId: of('client_id'),
      nonce: of('nonce'),
    });
    const back = new URL(of('redirect_uri'));
    back.searchParams.set('code', code);
    back.searchParams.set('state', of('state'));
    // A page that goes back by itself, as at real issuers. (Playwright does not intercept requests after a redirect.)
    const page = `<meta http-equiv="refresh" content="0;url=${back.href.replaceAll('&', '&amp;')}">`;
    response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  }

  function token(asked: URLSearchParams, response: ServerResponse): void {
    const code = asked.get('code') ?? '';
    const given = codes.get(code);
    codes.delete(code);
    const challenge = createHash('sha256')
      .update(asked.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight =
      given !== undefined &&
      challenge === given.challenge &&
      asked.get('redirect_uri') === given.redirectUri &&
      asked.get('client_id') === given.clientId;
    if (!isRight) {
      issuer.refusals.push('token');
      response.writeHead(400, CORS).end(JSON.stringify({ error: 'invalid_grant' }));
      return;
    }
    const answer = {
      access_token: issuer.accessToken,
      token_type: 'Bearer',
      expires_in: LIFE_SECONDS,
      id_token: idToken(given),
    };
    response.writeHead(200, CORS).end(JSON.stringify(answer));
  }

  /**
   * The token has no valid signature. A client that gets the token from the issuer over TLS need not check it (OpenID
   * Connect Core, 3.1.3.7).
   */
  function idToken({ nonce }: Given): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer.url,
      sub: 'reader',
      aud: clientId,
      iat: now,
      exp: now + LIFE_SECONDS,
      nonce,
    };
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'RS256' })}.${part(claims)}.${Buffer.from('signature').toString('base64url')}`;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
