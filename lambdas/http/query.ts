/**
 * Parses `rawQueryString`. API Gateway's own map is not used, because it joins repeated parameters with commas, and a
 * value may contain commas too. `+` is a space, `%2B` is a plus sign.
 */
import { type Parsed, parsed, type Refused, refused } from './outcome.ts';
import { quoted } from './quoted.ts';

export function parseQuery(raw: string): Parsed<Record<string, string>> | Refused {
  const values = new Map<string, string>();
  for (const pair of raw.split('&')) {
    if (pair === '') continue;
    const cut = pair.indexOf('=');
    const name = decode(cut < 0 ? pair : pair.slice(0, cut));
    if (name === undefined) return refused('invalid-request', `query: ${MALFORMED} in a parameter's name`);
    const value = cut < 0 ? '' : decode(pair.slice(cut + 1));
    if (value === undefined) return refused('invalid-request', `${quoted(name)}: ${MALFORMED}`);
    if (values.has(name)) return refused('invalid-request', `${quoted(name)}: is given twice`);
    values.set(name, value);
  }
  return parsed(Object.fromEntries(values));
}

const MALFORMED = 'malformed percent-encoding';

/**
 * A URI is printable ASCII. If it contains another character, that character was not encoded correctly, and a guess
 * could give another key.
 */
const NOT_URI = /[^\x21-\x7e]/;

/** `undefined` when the text is not percent-encoded UTF-8. */
function decode(text: string): string | undefined {
  if (NOT_URI.test(text)) return undefined;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** Formats a query of these parameters, in their order. Undefined parameters are left out. */
export function formatQuery(parameters: Record<string, string | undefined>): string {
  return Object.entries(parameters)
    .filter((it): it is [string, string] => it[1] !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}
