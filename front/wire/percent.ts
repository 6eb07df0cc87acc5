/**
 * The two encodings of names in S3's protocol: percent-encoded UTF-8 in the target of a request, and S3's own
 * encoding for `encoding-type=url` and for the keys of events.
 */

// ignoreBOM: a key may begin with U+FEFF, which TextDecoder would drop.
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const PLAIN_ASCII = /^[\x20-\x7e]*$/;
const HEX_PAIR = /^[0-9A-Fa-f]{2}$/;

/**
 * Decodes one component byte by byte. `raw` is Node's text, with one character for each byte, so unescaped bytes are
 * taken as they are. `+` is a space in a query and a plus in a path. (AWS decodes it to a space in a path too,
 * contrary to RFC 3986. No client relies on that: all of them send %2B and %20.) `undefined` for a broken escape, or
 * bytes that are not UTF-8.
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

const UNCHANGED_BY_S3 = /^[A-Za-z0-9\-._*/]*$/;
/** Characters that encodeURIComponent does not encode but S3 does. */
const LEFT_ALONE = /[!'()~]/g;

/**
 * S3's own URL encoding: letters, digits, `-._*` and `/` are not encoded, a space is `+`, every other byte of UTF-8
 * is %XX (S3 API reference: `test_file(3).png` appears as `test_file%283%29.png`).
 */
export function encodeS3Url(text: string): string {
  if (UNCHANGED_BY_S3.test(text)) return text;
  return encodeURIComponent(text)
    .replace(LEFT_ALONE, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
}

/** Characters that encodeURIComponent does not encode but that RFC 3986 reserves. */
const RESERVED = /[!'()*]/g;

/** A key in the path of a request: everything but `A-Za-z0-9-._~/` is encoded, as Signature Version 4 requires. */
export function encodePath(text: string): string {
  return encodeURIComponent(text)
    .replace(RESERVED, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/');
}
