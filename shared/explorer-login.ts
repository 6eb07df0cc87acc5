/** How readers of the explorer log in. The stack passes it to the page's function, which passes it to the page. */

/** JSON of `LoginSetting`; absent: readers paste a token. */
export const EXPLORER_LOGIN_VARIABLE = 'EXPLORER_LOGIN';

/** By OpenID Connect's code flow with PKCE, as a client without a secret. */
export interface Login {
  issuer: string;
  clientId: string;
  /** Separated by spaces, as the issuer requires. */
  scope: string;
  /** The token that is sent to the API. */
  token: 'access' | 'id';
}

export interface LoginSetting extends Login {
  /** The origins that the page may connect to: the issuer's own, and others that it uses. */
  origins: readonly string[];
}
