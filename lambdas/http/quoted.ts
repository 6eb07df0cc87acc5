/** Formats a caller's text for the detail of a problem: quoted, unless it is plain, and shortened. */

const MAX_SHOWN_LENGTH = 80;

export function quoted(text: string): string {
  const cut = text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH).toWellFormed()}...` : text;
  return /^[\w.-]+$/.test(cut) ? cut : JSON.stringify(cut);
}
