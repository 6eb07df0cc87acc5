/** How readers of the explorer log in, as the stack tells it to the page's function, and that to the page. */

/** JSON of `LoginSetting`; absent: readers paste a token. */
export const EXPLORER_LOGIN_VARIABLE = 'EXPLORER_LOGIN';

/** By OpenID Connect's code flow with PKCE, as a client without a secret. */
export interface Login {
  issuer: string;
  clientId: string;
  /** Space-separated, as the issuer wants it. */
  scope: string;
  /** The token that is sent to the API. */
  token: 'access' | 'id';
}

export interface LoginSetting extends Login {
  /** Those that the page may talk to: the issuer's, and further ones that it answers from. */
  origins: readonly string[];
}
