/**
 * The format of requests: one schema for each request, used by the handler, the client's types and the OpenAPI
 * document. The format of answers is in answers/, so that a Lambda loads only the schemas that it parses with.
 * zod/mini is used because it loads about 10 ms faster and takes 16 KB in the bundle instead of 83 KB.
 */
import * as z from 'zod/mini';
import { MAX_KEY_BYTES } from '../shared/keys.ts';
import {
  MAX_INVALIDATION_KEYS,
  MAX_LIST_LIMIT,
  MAX_LIST_PREFIXES,
  MAX_STAT_KEYS,
  MAX_USAGE_CHILDREN,
  MAX_USAGE_DEPTH,
} from './bounds.ts';
import { contradiction, filterFields } from './filter-fields.ts';

const utf8 = new TextEncoder();

/** A UTF-16 unit takes at most three bytes, so only texts near the limit have to be encoded. */
function fitsInKey(text: string): boolean {
  return text.length * 3 <= MAX_KEY_BYTES || utf8.encode(text).length <= MAX_KEY_BYTES;
}

const keyText = z.string({ error: 'must be a string' }).check(
  z.refine((text) => text.isWellFormed(), { error: 'is not Unicode: it has a lone surrogate', abort: true }),
  z.refine(fitsInKey, { error: `is longer than ${MAX_KEY_BYTES} bytes of UTF-8` }),
  z.meta({ override: { maxLength: MAX_KEY_BYTES } } as z.core.GlobalMeta),
);

const directoryText = keyText.check(
  z.refine((text) => text === '' || text.endsWith('/'), {
    error: 'must be empty or end in "/", because it names a directory',
  }),
);

/** A boolean query parameter, sent as the text `true` or `false`. */
const yesOrNo = (description: string) =>
  z
    .optional(
      z.pipe(
        z.enum(['true', 'false'], { error: 'must be "true" or "false"' }),
        z.transform((text) => text === 'true'),
      ),
    )
    .check(z.meta({ description, override: { type: 'boolean', enum: undefined } } as z.core.GlobalMeta));

const limitError = `must be a whole number from 1 to ${MAX_LIST_LIMIT}`;

/**
 * A whole number, sent as text. The document must show an integer; without the override it would show the pattern of
 * the text.
 */
function wholeNumber(least: number, most: number, otherwise: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  const text = z.pipe(
    z.pipe(z.string().check(z.regex(/^[0-9]{1,9}$/, { error })), z.transform(Number)),
    z.int().check(z.gte(least, { error }), z.lte(most, { error })),
  );
  return z._default(text, otherwise).check(
    z.meta({
      override: ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
        delete jsonSchema.pattern;
        Object.assign(jsonSchema, { type: 'integer', minimum: least, maximum: most, default: otherwise });
      },
    } as z.core.GlobalMeta),
  );
}

export const listQuery = z
  .strictObject({
    prefix: z._default(keyText, '').check(
      z.meta({
        description:
          "S3's Prefix with the delimiter `/`: the part up to the last `/` is the directory, the rest is the start of names.",
        examples: ['photos/2026/'],
      }),
    ),
    limit: wholeNumber(1, MAX_LIST_LIMIT, MAX_LIST_LIMIT).check(
      z.meta({ description: 'Maximum number of entries on the page.' }),
    ),
    cursor: z.optional(z.string()).check(
      z.meta({
        description:
          'Where to continue: the `nextCursor` of an earlier page with the same bucket, prefix, `recursive` and sort. Opaque. It does not expire, and works on any instance and with any limit and filter.',
      }),
    ),
    startAfter: z.optional(keyText).check(
      z.meta({
        description:
          "S3's StartAfter: only entries whose key is greater. May be any text, not only an existing key. Cannot be combined with `cursor`.",
        examples: ['photos/2026/cat.jpg'],
      }),
    ),
    recursive: yesOrNo(
      "All objects below the prefix in S3's order, and no directories. `name` is then relative to the directory of the prefix.",
    ),
    detail: z.optional(z.literal('full', { error: 'must be "full" or left out' })).check(
      z.meta({
        description:
          '`full` adds the kind of checksum that S3 has for each object: `checksumAlgorithm`, `checksumType`.',
      }),
    ),
    ...filterFields(keyText),
  })
  .check(
    z.check((context) => {
      const found = contradiction(context.value);
      if (found)
        context.issues.push({
          code: 'custom',
          path: [found.field],
          message: found.error,
          input: context.value,
        });
    }),
  );

export const usageQuery = z.strictObject({
  prefix: z._default(directoryText, '').check(
    z.meta({
      description: 'The directory: empty (the root) or ending in `/`.',
      examples: ['photos/2026/'],
    }),
  ),
  depth: wholeNumber(0, MAX_USAGE_DEPTH, 0).check(
    z.meta({ description: 'How many levels of directories below are returned as `children`; 0: none.' }),
  ),
  sort: z
    ._default(z.enum(['-size', 'name'], { error: 'must be "-size" or "name"' }), '-size')
    .check(z.meta({ description: 'The order of the children: largest first, or by name.' })),
  limit: wholeNumber(1, MAX_USAGE_CHILDREN, MAX_USAGE_CHILDREN).check(
    z.meta({ description: 'Maximum number of children.' }),
  ),
});

export const statQuery = z.strictObject({
  key: keyText.check(
    z.meta({
      description:
        'A key that ends in `/`, or the empty key (the root), means a directory. Any other key means the object with this key, or, if there is none, the directory of that name.',
      examples: ['photos/2026/cat.jpg', 'photos/2026/'],
    }),
  ),
  detail: z.optional(z.literal('full', { error: 'must be "full" or left out' })).check(
    z.meta({
      description:
        '`full` adds the fields that only a HEAD returns: content type, user metadata, checksums, ...',
    }),
  ),
});

export const inspectQuery = z.strictObject({
  prefix: z._default(directoryText, '').check(
    z.meta({
      description: 'The directory: empty (the root) or ending in `/`.',
      examples: ['photos/2026/'],
    }),
  ),
});

/** For operations without query parameters: any parameter is an error. */
export const emptyQuery = z.strictObject({});

export const listManyBody = z
  .strictObject({
    prefixes: z
      .array(keyText, { error: 'must be an array of prefixes' })
      .check(
        z.minLength(1, { error: 'must have at least one prefix' }),
        z.maxLength(MAX_LIST_PREFIXES, { error: `must have at most ${MAX_LIST_PREFIXES} prefixes` }),
        z.meta({ description: 'Each like the prefix of a list; in any order, duplicates allowed.' }),
      ),
    limit: z
      ._default(
        z
          .int({ error: limitError })
          .check(z.gte(1, { error: limitError }), z.lte(MAX_LIST_LIMIT, { error: limitError })),
        MAX_LIST_LIMIT,
      )
      .check(z.meta({ description: 'Maximum number of entries for each directory.' })),
  })
  .check(z.meta({ id: 'ListManyRequest', examples: [{ prefixes: ['photos/2026/', 'photos/raw/'] }] }));

export const statManyBody = z
  .strictObject({
    keys: z
      .array(keyText, { error: 'must be an array of keys' })
      .check(
        z.minLength(1, { error: 'must have at least one key' }),
        z.maxLength(MAX_STAT_KEYS, { error: `must have at most ${MAX_STAT_KEYS} keys` }),
        z.meta({ description: 'Each like the key of a stat; in any order, duplicates allowed.' }),
      ),
    detail: z.optional(z.literal('full', { error: 'must be "full" or left out' })).check(
      z.meta({
        description:
          '`full` adds the fields that only a HEAD returns. Each object without a stored HEAD costs one HEAD.',
      }),
    ),
  })
  .check(z.meta({ id: 'StatManyRequest', examples: [{ keys: ['photos/2026/cat.jpg', 'photos/2026/'] }] }));

export const invalidateBody = z
  .strictObject({
    keys: z.optional(
      z.array(keyText, { error: 'must be an array of keys' }).check(
        z.maxLength(MAX_INVALIDATION_KEYS, { error: `must have at most ${MAX_INVALIDATION_KEYS} keys` }),
        z.meta({
          description:
            'Objects to invalidate. A key that ends in `/` is a directory, and invalidates it like a prefix.',
        }),
      ),
    ),
    prefixes: z.optional(
      z.array(keyText, { error: 'must be an array of prefixes' }).check(
        z.maxLength(MAX_INVALIDATION_KEYS, { error: `must have at most ${MAX_INVALIDATION_KEYS} prefixes` }),
        z.meta({
          description:
            'Directories to invalidate with everything below; the empty prefix is the whole bucket. A prefix that ends inside a name invalidates the whole directory that contains that name.',
        }),
      ),
    ),
  })
  .check(
    z.refine((body) => (body.keys?.length ?? 0) + (body.prefixes?.length ?? 0) > 0, {
      error: 'must name at least one entry in keys or prefixes',
    }),
    z.meta({ id: 'InvalidateRequest', examples: [{ prefixes: ['photos/2026/'] }] }),
  );

export const fillBody = z
  .strictObject({
    prefix: directoryText.check(
      z.meta({ description: 'The directory to read: empty (the root) or ending in `/`.' }),
    ),
    recursive: z._default(z.boolean({ error: 'must be true or false' }), false).check(
      z.meta({
        description: 'True: read everything below the directory. Otherwise only the names directly in it.',
      }),
    ),
  })
  .check(z.meta({ id: 'FillRequest', examples: [{ prefix: 'photos/', recursive: true }] }));

export const downloadBody = z
  .strictObject({
    key: keyText.check(
      z.minLength(1, { error: 'is empty: it must be the key of an object' }),
      z.meta({ description: 'The key of the object.' }),
    ),
  })
  .check(z.meta({ id: 'DownloadRequest', examples: [{ key: 'photos/2026/cat.jpg' }] }));

export type DownloadBody = z.output<typeof downloadBody>;
export type FillBody = z.output<typeof fillBody>;
export type ListQuery = z.output<typeof listQuery>;
export type ListManyBody = z.output<typeof listManyBody>;
export type UsageQuery = z.output<typeof usageQuery>;
export type StatQuery = z.output<typeof statQuery>;
export type InspectQuery = z.output<typeof inspectQuery>;
export type StatManyBody = z.output<typeof statManyBody>;
export type InvalidateBody = z.output<typeof invalidateBody>;
