/** The explorer's setting: whether its page is served, and how its readers log in. */
import { z } from 'zod';
import type { LoginSetting } from '../shared/explorer-login.ts';

/** It stands in the page's policy, where a semicolon would begin another rule. */
const secureOrigin = z.string().regex(/^https:\/\/[\w.:[\]-]+$/, {
  error: 'not an origin: "https://login.example" (https, no path)',
});

/** A public client of the issuer, with PKCE. */
const login = z.strictObject({
  clientId: z.string().min(1),
  /** Absent: the authorizer's. */
  issuer: z.url({ protocol: /^https$/ }).optional(),
  /** Space-separated. */
  scope: z.string().min(1).default('openid'),
  /** Which token the API is asked with. */
  token: z.enum(['access', 'id']).default('access'),
  /** Further origins that the issuer answers from; its own is one. */
  origins: z.array(secureOrigin).default([]),
});

export const explorerSetting = z.union([z.boolean(), z.strictObject({ login })]).default(false);
export type ExplorerSetting = z.output<typeof explorerSetting>;

/** As the page's function reads it; undefined: readers paste a token. */
export function loginOf(setting: ExplorerSetting, authorizerIssuer: string): string | undefined {
  if (typeof setting === 'boolean') return undefined;
  const { issuer = authorizerIssuer, origins, ...rest } = setting.login;
  const told: LoginSetting = { ...rest, issuer, origins: [new URL(issuer).origin, ...origins] };
  return JSON.stringify(told);
}
