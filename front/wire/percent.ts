/**
 * The two encodings of names on S3's wire: percent-encoded UTF-8 in a request's target, and what S3 writes for
 * `encoding-type=url` and in event keys.
 */

// ignoreBOM: a key may begin with U+FEFF, which TextDecoder would drop.
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const PLAIN_ASCII = /^[\x20-\x7e]*$/;
const HEX_PAIR = /^[0-9A-Fa-f]{2}$/;

/**
 * Decodes one component byte by byte. `raw` is as Node gives it: one character a byte, so bytes sent unescaped stand
 * for themselves. In a query `+` is a space; in a path it is itself (AWS reads it as a space there too, against RFC
 * 3986; no client relies on that, all of them send %2B and %20). Undefined: a broken escape, or not UTF-8.
 */
export function decodePercent(raw: string, where: 'path' | 'query'): string | undefined {
  const text = where === 'query' ? raw.replaceAll('+', ' ') : raw;
  if (PLAIN_ASCII.test(text) && !text.includes('%')) return text;
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '%') {
      bytes[length++] = text.charCodeAt(i);
      continue;
    }
    const pair = text.slice(i + 1, i + 3);
    if (!HEX_PAIR.test(pair)) return undefined;
    bytes[length++] = Number.parseInt(pair, 16);
    i += 2;
  }
  try {
    return UTF8.decode(bytes.subarray(0, length));
  } catch {
    return undefined;
  }
}

/** What encodeURIComponent leaves alone and S3 does not. */
const LEFT_ALONE = /[!'()~]/g;

/**
 * S3's own URL encoding: letters, digits, `-._*` and `/` as they are, space as `+`, every other byte of UTF-8 as %XX
 * (S3 API reference: `test_file(3).png` appears as `test_file%283%29.png`).
 */
export function encodeS3Url(text: string): string {
  return encodeURIComponent(text)
    .replace(LEFT_ALONE, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
}

/** What encodeURIComponent leaves alone and RFC 3986 reserves. */
const RESERVED = /[!'()*]/g;

/** A key in a request's path: everything but `A-Za-z0-9-._~/` is encoded, as Signature Version 4 has it. */
export function encodePath(text: string): string {
  return encodeURIComponent(text)
    .replace(RESERVED, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/');
}
