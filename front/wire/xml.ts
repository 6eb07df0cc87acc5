/** Writing S3's XML. Whatever the names are, the document is legal XML 1.0. */

const XMLNS = 'http://s3.amazonaws.com/doc/2006-03-01/';
const SPECIAL = /[&<>"'\u0000-\u001f\u007f-\u009f\u2028\ufffe\uffff]/g;
const NAMED: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** The characters XML 1.0 has no way to write, not even as a reference (XML 1.0, production Char). */
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * Escapes text for an element. Tab, line feed and carriage return become references, for a parser would normalise
 * them. What XML 1.0 cannot carry becomes U+FFFD: AWS writes a reference such as `&#x1;`, and then a strict parser
 * refuses the whole listing for one name. Clients that want such names ask for encoding-type=url.
 */
export function escapeXml(text: string): string {
  return text.replace(SPECIAL, (char) => {
    const named = NAMED[char];
    if (named !== undefined) return named;
    return ILLEGAL.test(char) ? '\ufffd' : `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`;
  });
}

/** An element with text in it. */
export function text(name: string, value: string | number | boolean): string {
  return `<${name}>${typeof value === 'string' ? escapeXml(value) : value}</${name}>`;
}

/** An element with elements in it; parts that are undefined are left out. */
export function element(name: string, parts: readonly (string | undefined)[]): string {
  return `<${name}>${parts.join('')}</${name}>`;
}

/** A whole document. */
export function xmlDocument(root: string, parts: readonly (string | undefined)[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${XMLNS}">${parts.join('')}</${root}>`;
}

/** Error documents have no namespace in S3. */
export function errorDocument(parts: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${parts.join('')}</Error>`;
}

/** `2026-11-22T10:00:00.000Z`: S3 keeps whole seconds and prints the milliseconds as zeros. */
export function xmlTime(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString();
}
