/**
 * How users of the explorer log in. The stack passes this setting to the function that serves the page, which passes
 * it to the page.
 */

/** The variable contains `LoginSetting` as JSON. If it is absent, users paste a token. */
export const EXPLORER_LOGIN_VARIABLE = 'EXPLORER_LOGIN';

/** Login by OpenID Connect's code flow with PKCE, as a client without a secret. */
export interface Login {
  issuer: string;
  clientId: string;
  /** Scopes, separated by spaces, as the issuer requires them. */
  scope: string;
  /** Which of the two tokens is sent to the API. */
  token: 'access' | 'id';
}

export interface LoginSetting extends Login {
  /** The origins that the page may connect to: the issuer's own, and others that it uses. */
  origins: readonly string[];
}
