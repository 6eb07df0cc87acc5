/** A bearer token, if the API requires one: entered by the reader and kept for this tab only. */

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

/** Reloads the page with the token, so that every refused request is sent again. */
export function startWithToken(token: string): void {
  keepToken(token);
  location.reload();
}
