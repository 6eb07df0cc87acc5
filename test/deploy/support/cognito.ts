/** Tokens of an issuer: a Cognito user pool with a client for each kind of caller (OAuth 2.0 client credentials). */
import { REGION } from './emulator.ts';
import type { Place } from './place.ts';

const RESOURCE_SERVER = 's3dex';

export interface Issuer {
  issuer: string;
  /** A client of the pool. Its ID is the audience of its tokens. */
  createClient(name: string, scopes: string[]): Promise<TokenClient>;
}

export interface TokenClient {
  clientId: string;
  token(): Promise<string>;
}

export async function createIssuer(place: Place, scopes: string[]): Promise<Issuer> {
  const ask = <Answer>(action: string, input: object) =>
    place.aws.json<Answer>('cognito-idp', `AWSCognitoIdentityProviderService.${action}`, input);
  const { UserPool } = await ask<{ UserPool: { Id: string } }>('CreateUserPool', { PoolName: 'callers' });
  const UserPoolId = UserPool.Id;
  await ask('CreateResourceServer', {
    ...{ UserPoolId, Identifier: RESOURCE_SERVER, Name: RESOURCE_SERVER },
    Scopes: scopes.map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName })),
  });
  await ask('CreateUserPoolDomain', { UserPoolId, Domain: 's3dex-callers' });
  return {
    issuer: `https://cognito-idp.${REGION}.amazonaws.com/${UserPoolId}`,
    async createClient(ClientName, AllowedOAuthScopes) {
      const { UserPoolClient: client } = await ask<{
        UserPoolClient: { ClientId: string; ClientSecret: string };
      }>('CreateUserPoolClient', {
        ...{ UserPoolId, ClientName, AllowedOAuthScopes, GenerateSecret: true },
        ...{ AllowedOAuthFlows: ['client_credentials'], AllowedOAuthFlowsUserPoolClient: true },
      });
      return {
        clientId: client.ClientId,
        token: () => tokenOf(place.emulator.port, client.ClientId, client.ClientSecret),
      };
    },
  };
}

async function tokenOf(port: number, id: string, secret: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`no token: ${answer.status}`);
  return token;
}
