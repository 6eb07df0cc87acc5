/** The explorer's setting: whether its page is served, and how its readers log in. */
import { z } from 'zod';
import type { LoginSetting } from '../shared/explorer-login.ts';

/** The origin is written into the page's Content-Security-Policy, where a semicolon would begin another directive. */
const secureOrigin = z.string().regex(/^https:\/\/[\w.:[\]-]+$/, {
  error: 'must be an origin such as "https://login.example" (https, without a path)',
});

/** The explorer is a public client of the issuer and uses PKCE. */
const login = z.strictObject({
  clientId: z.string().min(1),
  /** Absent: the authorizer's issuer. */
  issuer: z.url({ protocol: /^https$/ }).optional(),
  /** Separated by spaces. */
  scope: z.string().min(1).default('openid'),
  /** Which token is sent to the API. */
  token: z.enum(['access', 'id']).default('access'),
  /** Origins that the issuer uses in addition to its own. */
  origins: z.array(secureOrigin).default([]),
});

export const explorerSetting = z.union([z.boolean(), z.strictObject({ login })]).default(false);
export type ExplorerSetting = z.output<typeof explorerSetting>;

/** The setting for the page's function; `undefined`: readers paste a token. */
export function loginOf(setting: ExplorerSetting, authorizerIssuer: string): string | undefined {
  if (typeof setting === 'boolean') return undefined;
  const { issuer = authorizerIssuer, origins, ...rest } = setting.login;
  const told: LoginSetting = { ...rest, issuer, origins: [new URL(issuer).origin, ...origins] };
  return JSON.stringify(told);
}
