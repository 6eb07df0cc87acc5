/** Parses the XML bodies of requests: DeleteObjects, CompleteMultipartUpload, CreateBucket. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { S3Error } from './s3-error.ts';

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const REFERENCE = /&(?:#x([0-9A-Fa-f]+);|#([0-9]+);|([a-z]+);)?/g;
const MAX_CODE_POINT = 0x10ffff;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Decodes references to any character, including control characters: that is how a key with U+0001 is sent to S3 in
 * XML (as in XML 1.1). The parser's own decoder drops them, so deleting `a\u0001` would delete `a`.
 */
function decodeReferences(value: string): string {
  return value.replace(REFERENCE, (_, hex?: string, decimal?: string, name?: string) => {
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    const char = name ? NAMED[name] : point <= MAX_CODE_POINT ? String.fromCodePoint(point) : undefined;
    if (char?.isWellFormed() !== true) throw new S3Error('MalformedXML');
    return char;
  });
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  // Keys may begin and end with spaces.
  trimValues: false,
  removeNSPrefix: true,
  entityDecoder: {
    decode: decodeReferences,
    setExternalEntities: () => {},
    addInputEntities: () => {},
    reset: () => {},
    setXmlVersion: () => {},
  },
});

/** One element: its text, or its children by name. */
export type XmlNode = string | { [child: string]: XmlNode | XmlNode[] };

/** The body's root element. @throws S3Error MalformedXML when the root has another name or the body is invalid. */
export function parseXmlBody(body: Uint8Array, root: string): XmlNode {
  try {
    const xml = UTF8.decode(body);
    // No S3 request has a document type, and a document's own entities would only be used for attacks.
    if (xml.includes('<!DOCTYPE') || XMLValidator.validate(xml) !== true) throw new S3Error('MalformedXML');
    const document = parser.parse(xml) as Record<string, XmlNode>;
    const node = document[root];
    if (node === undefined || Array.isArray(node)) throw new S3Error('MalformedXML');
    return node;
  } catch (error) {
    // The parser throws plain errors for some documents that its validator accepts.
    throw error instanceof S3Error ? error : new S3Error('MalformedXML');
  }
}

/** All children with that name, in order. */
export function children(node: XmlNode, name: string): XmlNode[] {
  if (typeof node === 'string' || !Object.hasOwn(node, name)) return [];
  const found = node[name]!;
  return Array.isArray(found) ? found : [found];
}

/** The names of the children; text between them is ignored. */
export function childNames(node: XmlNode): string[] {
  return typeof node === 'string' ? [] : Object.keys(node).filter((name) => name !== '#text');
}

/**
 * The text of the only child with that name; `undefined` when there is none. @throws S3Error MalformedXML when it is
 * not a text.
 */
export function childText(node: XmlNode, name: string): string | undefined {
  const [child, ...more] = children(node, name);
  if (child === undefined) return undefined;
  if (typeof child !== 'string' || more.length > 0) throw new S3Error('MalformedXML');
  return child;
}
