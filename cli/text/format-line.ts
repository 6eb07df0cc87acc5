/** Lines of `ls --format`: a text with fields in braces, filled in for each entry. */
import type { EntryJson } from '../../contract/client.ts';
import { s3Url } from '../s3-url.ts';
import { UsageError } from '../usage-error.ts';
import { humanSize } from './human-size.ts';
import { localTime } from './ls-line.ts';

type Field = (entry: EntryJson, bucket: string) => string | number | undefined;

const ofObject =
  (read: (object: Extract<EntryJson, { type: 'object' }>) => string | number | undefined): Field =>
  (entry) =>
    entry.type === 'object' ? read(entry) : undefined;

/** A field that an entry does not have is left empty. */
const FIELDS: Readonly<Record<string, Field>> = {
  name: ({ name }) => name,
  key: ({ key }) => key,
  url: ({ key }, bucket) => s3Url(bucket, key),
  type: ({ type }) => type,
  size: ofObject(({ size }) => size),
  human: ofObject(({ size }) => humanSize(size)),
  time: ofObject(({ lastModified }) => localTime(lastModified)),
  modified: ofObject(({ lastModified }) => lastModified),
  etag: ofObject(({ etag }) => etag),
  class: ofObject(({ storageClass }) => storageClass),
};

const ESCAPES: Readonly<Record<string, string>> = { '\\t': '\t', '\\n': '\n', '\\\\': '\\' };

export const FORMAT_FIELDS: readonly string[] = Object.keys(FIELDS);

export type FormatLine = (entry: EntryJson, bucket: string) => string;

/** @throws UsageError that names an unknown field. */
export function parseFormat(format: string): FormatLine {
  const parts = format.split(/(\{[^{}]*\})/).map((part): string | Field => {
    if (!/^\{.*\}$/.test(part)) return part.replace(/\\[tn\\]/g, (it) => ESCAPES[it] ?? it);
    const field = FIELDS[part.slice(1, -1)];
    if (!field) throw new UsageError(`--format: unknown field ${part} (fields: ${FORMAT_FIELDS.join(', ')})`);
    return field;
  });
  return (entry, bucket) =>
    parts.map((part) => (typeof part === 'string' ? part : (part(entry, bucket) ?? ''))).join('');
}
