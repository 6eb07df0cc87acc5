/** Writes S3's XML. The document is valid XML 1.0, whatever the names are. */

const XMLNS = 'http://s3.amazonaws.com/doc/2006-03-01/';
const SPECIAL = /[&<>"'\u0000-\u001f\u007f-\u009f\u2028\ufffe\uffff]/g;
const NAMED: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** Characters that XML 1.0 cannot represent, not even as a reference (XML 1.0, production Char). */
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * Escapes text for an element. Tab, line feed and carriage return become references, because a parser would normalise
 * them. A character that XML 1.0 cannot represent becomes U+FFFD: AWS writes a reference such as `&#x1;`, and then a
 * strict parser rejects the whole listing because of one name. Clients that need such names use encoding-type=url.
 */
export function escapeXml(text: string): string {
  // Most texts contain no special character, and a search without a callback is much faster.
  if (text.search(SPECIAL) === -1) return text;
  return text.replace(SPECIAL, (char) => {
    const named = NAMED[char];
    if (named !== undefined) return named;
    return ILLEGAL.test(char) ? '\ufffd' : `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`;
  });
}

/** An element that contains text. */
export function text(name: string, value: string | number | boolean): string {
  return `<${name}>${typeof value === 'string' ? escapeXml(value) : value}</${name}>`;
}

/** An element that contains elements. Undefined parts are left out. */
export function element(name: string, parts: readonly (string | undefined)[]): string {
  return `<${name}>${parts.join('')}</${name}>`;
}

/** A complete document. */
export function xmlDocument(root: string, parts: readonly (string | undefined)[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${XMLNS}">${parts.join('')}</${root}>`;
}

/** Error documents have no namespace in S3. */
export function errorDocument(parts: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${parts.join('')}</Error>`;
}

const SECONDS_A_MINUTE = 60;
const SECONDS_AN_HOUR = 3_600;
const SECONDS_A_DAY = 86_400;
const TWO_DIGITS = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
/** The dates of days since 1970, `2026-11-22T`. They repeat in a listing, and `toISOString` takes over 1 µs. */
const dates = new Map<number, string>();
const MAX_DATES = 4_096;

/** `2026-11-22T10:00:00.000Z`: S3 has whole seconds and prints the milliseconds as zeros. */
export function xmlTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const day = Math.floor(seconds / SECONDS_A_DAY);
  const inDay = seconds - day * SECONDS_A_DAY;
  const hour = TWO_DIGITS[Math.floor(inDay / SECONDS_AN_HOUR)];
  const minute = TWO_DIGITS[Math.floor(inDay / SECONDS_A_MINUTE) % 60];
  return `${dates.get(day) ?? dateOf(day)}${hour}:${minute}:${TWO_DIGITS[inDay % 60]}.000Z`;
}

function dateOf(day: number): string {
  const time = new Date(day * SECONDS_A_DAY * 1000).toISOString();
  const date = time.slice(0, time.indexOf('T') + 1);
  if (dates.size === MAX_DATES) dates.clear();
  dates.set(day, date);
  return date;
}
