/**
 * The result of a HEAD as one text attribute: JSON with the field names of core/model/entry.ts, parsed strictly. The
 * name is not included, because it is the item's sort key.
 */
import * as z from 'zod/mini';
import type { HeadResult } from '../../core/model/record.ts';
import { Unreadable } from './attributes.ts';

const optionalText = z.optional(z.string());
/** `z.record` would drop a field called `__proto__`, which is a possible header name. */
const texts = z.custom<Record<string, string>>(
  (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every((it) => typeof it === 'string'),
);

const foundSchema = z.discriminatedUnion('says', [
  z.strictObject({ says: z.literal('absent') }),
  z.strictObject({ says: z.literal('directory') }),
  z.strictObject({
    says: z.literal('object'),
    sizeBytes: z.int().check(z.nonnegative()),
    lastModifiedMs: z.optional(z.int()),
    etag: optionalText,
    storageClass: optionalText,
    checksum: z.optional(z.strictObject({ algorithms: z.array(z.string()), type: optionalText })),
    detail: z.strictObject({
      contentType: optionalText,
      contentEncoding: optionalText,
      contentDisposition: optionalText,
      contentLanguage: optionalText,
      cacheControl: optionalText,
      metadata: z.optional(texts),
      versionId: optionalText,
      checksums: z.optional(texts),
      restore: optionalText,
      expires: optionalText,
      otherHeaders: z.optional(texts),
    }),
  }),
]);

export function foundText(found: HeadResult): string {
  if (found.says !== 'object') return JSON.stringify({ says: found.says });
  const { type: _type, name: _name, ...facts } = found.entry;
  return JSON.stringify({ says: found.says, ...facts, detail: found.detail });
}

/** @throws Unreadable when the text is not what this version writes. */
export function parseFound(json: string, name: string): HeadResult {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new Unreadable('found is not JSON', { cause });
  }
  const parsed = foundSchema.safeParse(value);
  if (!parsed.success) throw new Unreadable('found is not what this version writes', { cause: parsed.error });
  if (parsed.data.says !== 'object') return parsed.data;
  const { says, detail, ...facts } = parsed.data;
  return { says, entry: { type: 'object', name, ...facts }, detail };
}
