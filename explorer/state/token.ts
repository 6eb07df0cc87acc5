/** A bearer token, where the API asks for one: kept for this tab only, and given by the reader. */

const KEPT_AS = 's3dex-token';

export function keptToken(): string | undefined {
  try {
    return sessionStorage.getItem(KEPT_AS) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepToken(token: string): void {
  sessionStorage.setItem(KEPT_AS, token);
}

/** Reloads the page with the token: everything refused so far is asked again. */
export function startWithToken(token: string): void {
  keepToken(token);
  location.reload();
}
