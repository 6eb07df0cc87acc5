/**
 * Parses a ListObjectsV2 response from S3 or a compatible server in one pass. The SDK's parser takes ten times as
 * long, because it accepts any XML. If a response does not have exactly the form below, the result is `undefined`,
 * and the SDK parses it.
 *
 *     <?xml ...?><ListBucketResult xmlns="...">
 *       fields of text, each at most once      Name, Prefix, IsTruncated ...
 *       <CommonPrefixes> ... </CommonPrefixes>, <Contents> ... <Owner> ... </Owner></Contents>: any number, any order
 *     </ListBucketResult>
 *
 * Between elements there is nothing, or white space with a line break. There are no comments, CDATA sections,
 * carriage returns or other attributes. Only the five named entities and numeric character references occur. (The SDK
 * decodes a reference above 16 bits to a wrong character; this parser decodes it correctly.)
 */
import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { parseListTime } from './list-time.ts';

export type ListFields = Omit<ListObjectsV2CommandOutput, '$metadata'>;

/** How the text of an element is converted, or the fields inside the element. */
type Kind = 'text' | 'number' | 'boolean' | 'time' | Field[];

interface Field {
  name: string;
  start: string;
  end: string;
  kind: Kind;
  /** The element may be repeated. As in the SDK, even a single one becomes an array. */
  isList: boolean;
}

const field = (name: string, kind: Kind = 'text'): Field => ({
  ...{ name, kind, start: `<${name}>`, end: `</${name}>` },
  isList: false,
});
const list = (name: string, kind?: Kind): Field => ({ ...field(name, kind), isList: true });

// The order in which S3 sends the fields, which is the fastest to parse. Other orders are accepted.
const ROOT = [
  field('Name'),
  field('Prefix'),
  field('StartAfter'),
  field('ContinuationToken'),
  field('NextContinuationToken'),
  field('KeyCount', 'number'),
  field('MaxKeys', 'number'),
  field('Delimiter'),
  field('EncodingType'),
  field('IsTruncated', 'boolean'),
  list('Contents', [
    field('Key'),
    field('LastModified', 'time'),
    field('ETag'),
    list('ChecksumAlgorithm'),
    field('ChecksumType'),
    field('Size', 'number'),
    field('Owner', [field('ID'), field('DisplayName')]),
    field('StorageClass'),
  ]),
  list('CommonPrefixes', [field('Prefix')]),
];

/**
 * An object as S3 writes it, without entities except those around the ETag. Nearly every object has this form, and
 * one match is much faster than reading field by field. Objects in any other form are read field by field.
 */
const USUAL_OBJECT = new RegExp(
  '<Contents><Key>([^<&\\n]*)</Key><LastModified>([^<]*)</LastModified><ETag>&quot;([^<&\\n]*)&quot;</ETag>' +
    '(?:<ChecksumAlgorithm>([A-Z0-9]+)</ChecksumAlgorithm>)?(?:<ChecksumType>([A-Z_]+)</ChecksumType>)?' +
    '<Size>(\\d+)</Size><StorageClass>([A-Z_]+)</StorageClass></Contents>',
  'y',
);

const START = /^(?:<\?xml [^>]*\?>[ \t\n]*)?<ListBucketResult(?: xmlns="[^"<&]*")?>/;
const END = '</ListBucketResult>';

/** The same fields as the SDK's own parser returns; `undefined` when the document does not have the expected form. */
export function parseListXml(xml: string): ListFields | undefined {
  const start = START.exec(xml)?.[0];
  if (start === undefined || xml.includes('\r')) return undefined;
  try {
    return new Scanner(xml, start.length).readFields(ROOT, END);
  } catch (error) {
    if (error instanceof Unexpected) return undefined;
    throw error;
  }
}

class Unexpected extends Error {}

class Scanner {
  readonly #xml: string;
  #at: number;

  constructor(xml: string, at: number) {
    this.#xml = xml;
    this.#at = at;
  }

  /** Reads up to and including the end tag. */
  readFields(known: Field[], end: string): Record<string, unknown> {
    const read: Record<string, unknown> = {};
    for (let next = 0; ; ) {
      this.#skipSpace();
      if (known === ROOT) this.#takeUsualObjects(read);
      if (this.#take(end)) return read;
      next = this.#startOf(known, next);
      const { name, isList } = known[next]!;
      const value = this.#valueOf(known[next]!);
      if (!isList) {
        if (read[name] !== undefined) throw new Unexpected();
        read[name] = value;
        next++;
      } else if (read[name] === undefined) read[name] = [value];
      else (read[name] as unknown[]).push(value);
    }
  }

  #takeUsualObjects(read: Record<string, unknown>): void {
    for (let match = this.#match(USUAL_OBJECT); match; match = this.#match(USUAL_OBJECT)) {
      const [, Key, modified, etag, algorithm, ChecksumType, size, StorageClass] = match;
      const [LastModified, ETag, Size] = [timeOf(modified!), `"${etag}"`, Number(size)];
      const object: Record<string, unknown> = { Key, LastModified, ETag, Size, StorageClass };
      if (algorithm !== undefined) object.ChecksumAlgorithm = [algorithm];
      if (ChecksumType !== undefined) object.ChecksumType = ChecksumType;
      if (read.Contents === undefined) read.Contents = [object];
      else (read.Contents as unknown[]).push(object);
      this.#skipSpace();
    }
  }

  /** `pattern` must be sticky. */
  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#xml);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  /** Finds the field that starts here. The expected field is tried first. */
  #startOf(known: Field[], expected: number): number {
    for (let i = 0; i < known.length; i++) {
      const candidate = (expected + i) % known.length;
      if (this.#take(known[candidate]!.start)) return candidate;
    }
    throw new Unexpected();
  }

  #valueOf({ kind, end }: Field): unknown {
    if (typeof kind !== 'string') return this.readFields(kind, end);
    const text = this.#textBefore(end);
    switch (kind) {
      case 'number':
        return Number(text);
      case 'boolean':
        return text.toLowerCase() === 'true';
      case 'time':
        return timeOf(text);
      case 'text':
        return text;
    }
  }

  #take(expected: string): boolean {
    if (!this.#xml.startsWith(expected, this.#at)) return false;
    this.#at += expected.length;
    return true;
  }

  #textBefore(end: string): string {
    const from = this.#at;
    const to = this.#xml.indexOf('<', from);
    this.#at = to;
    if (to === -1 || !this.#take(end)) throw new Unexpected();
    const text = this.#xml.slice(from, to);
    // The SDK drops white space with a line break, but keeps text that is only spaces.
    if (text.includes('\n') && text.trim() === '') return '';
    return text.includes('&') ? (quoted(text) ?? decoded(text)) : text;
  }

  /** Skips white space only if it has a line break, because the SDK would read other white space as text. */
  #skipSpace(): void {
    const next = this.#xml.indexOf('<', this.#at);
    if (next === this.#at) return;
    const space = this.#xml.slice(this.#at, next);
    if (next === -1 || space.trim() !== '' || !space.includes('\n')) throw new Unexpected();
    this.#at = next;
  }
}

function timeOf(text: string): Date {
  const ms = parseListTime(text);
  if (ms === undefined) throw new Unexpected();
  return new Date(ms);
}

const QUOTE = '&quot;';

/** Decodes an ETag: text in quotation marks, without other entities. Most entities of a listing are of this kind. */
function quoted(text: string): string | undefined {
  const end = text.length - QUOTE.length;
  if (end < QUOTE.length || !text.startsWith(QUOTE) || !text.endsWith(QUOTE)) return undefined;
  return text.indexOf('&', 1) === end ? `"${text.slice(QUOTE.length, end)}"` : undefined;
}

const ENTITY = /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-zA-Z][a-zA-Z0-9]{0,30}));/g;
const NAMED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const MAX_CHARACTER = 0x10ffff;

function decoded(text: string): string {
  return text.replace(ENTITY, (_, hex?: string, decimal?: string, name = '') => {
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number.parseInt(decimal, 10) : undefined;
    if (code !== undefined && code > MAX_CHARACTER) throw new Unexpected();
    const character = code === undefined ? NAMED.get(name) : String.fromCodePoint(code);
    if (character === undefined) throw new Unexpected();
    return character;
  });
}
