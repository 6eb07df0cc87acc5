/**
 * What a request may say: one schema per request, the only truth for handler, client types and OpenAPI document. What
 * an answer says stands in answers.ts, so that a Lambda loads only what it parses with. zod/mini, because it loads
 * some 10 ms faster and bundles to 16 KB instead of 83 KB.
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

/** No UTF-16 unit takes more than three bytes, so only texts near the bound are really encoded. */
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
    error: 'names a directory: it must be empty or end in "/"',
  }),
);

/** In a query a yes or no is a text. */
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

/** Seen from outside it is a number; the pipe only tells how its text is parsed. */
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
          "As S3's Prefix with the delimiter `/`: everything up to its last `/` is the directory, the rest filters names by their start.",
        examples: ['photos/2026/'],
      }),
    ),
    limit: wholeNumber(1, MAX_LIST_LIMIT, MAX_LIST_LIMIT).check(
      z.meta({ description: 'Entries on the page, at most.' }),
    ),
    cursor: z.optional(z.string()).check(
      z.meta({
        description:
          'Where to go on: the `nextCursor` of an earlier page of the same bucket, prefix, `recursive` and sort. Opaque; it does not expire, and is good on any instance, with any limit and any filter.',
      }),
    ),
    startAfter: z.optional(keyText).check(
      z.meta({
        description:
          "As S3's StartAfter: only entries whose key is greater. Any text, also one that is no key; instead of a `cursor`.",
        examples: ['photos/2026/cat.jpg'],
      }),
    ),
    recursive: yesOrNo(
      'Every object below the prefix, in the order of S3, and no directories; `name` is then relative to the directory of the prefix.',
    ),
    detail: z.optional(z.literal('full', { error: 'must be "full" or left out' })).check(
      z.meta({
        description: '`full` adds how S3 says each object is summed: `checksumAlgorithm`, `checksumType`.',
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
    z.meta({ description: 'How many levels of directories below are answered as `children`; 0: none.' }),
  ),
  sort: z
    ._default(z.enum(['-size', 'name'], { error: 'must be "-size" or "name"' }), '-size')
    .check(z.meta({ description: 'The order of the children: largest first, or by name.' })),
  limit: wholeNumber(1, MAX_USAGE_CHILDREN, MAX_USAGE_CHILDREN).check(
    z.meta({ description: 'Children answered, at most.' }),
  ),
});

export const statQuery = z.strictObject({
  key: keyText.check(
    z.meta({
      description:
        'A key ending in `/`, or the empty key (the root), asks for the directory; any other for the object of that key, else for the directory of that name.',
      examples: ['photos/2026/cat.jpg', 'photos/2026/'],
    }),
  ),
  detail: z.optional(z.literal('full', { error: 'must be "full" or left out' })).check(
    z.meta({
      description: '`full` adds what only a HEAD knows: content type, user metadata, checksums, ...',
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

/** For the operations that take no parameter: any is refused. */
export const emptyQuery = z.strictObject({});

export const listManyBody = z
  .strictObject({
    prefixes: z
      .array(keyText, { error: 'must be an array of prefixes' })
      .check(
        z.minLength(1, { error: 'must have at least one prefix' }),
        z.maxLength(MAX_LIST_PREFIXES, { error: `must have at most ${MAX_LIST_PREFIXES} prefixes` }),
        z.meta({ description: 'Each as the prefix of a list; in any order, duplicates allowed.' }),
      ),
    limit: z
      ._default(
        z
          .int({ error: limitError })
          .check(z.gte(1, { error: limitError }), z.lte(MAX_LIST_LIMIT, { error: limitError })),
        MAX_LIST_LIMIT,
      )
      .check(z.meta({ description: 'Entries of each directory, at most.' })),
  })
  .check(z.meta({ id: 'ListManyRequest', examples: [{ prefixes: ['photos/2026/', 'photos/raw/'] }] }));

export const statManyBody = z
  .strictObject({
    keys: z
      .array(keyText, { error: 'must be an array of keys' })
      .check(
        z.minLength(1, { error: 'must have at least one key' }),
        z.maxLength(MAX_STAT_KEYS, { error: `must have at most ${MAX_STAT_KEYS} keys` }),
        z.meta({ description: 'Each as the key of a stat; in any order, duplicates allowed.' }),
      ),
    detail: z.optional(z.literal('full', { error: 'must be "full" or left out' })).check(
      z.meta({
        description: '`full` adds what only a HEAD knows; each object whose HEAD is not kept costs one.',
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
            'Single objects to look at again; one that ends in `/` names a directory, which is forgotten as by its prefix.',
        }),
      ),
    ),
    prefixes: z.optional(
      z.array(keyText, { error: 'must be an array of prefixes' }).check(
        z.maxLength(MAX_INVALIDATION_KEYS, { error: `must have at most ${MAX_INVALIDATION_KEYS} prefixes` }),
        z.meta({
          description:
            'Directories to forget with everything below; the empty one is the whole bucket. One that ends inside a name forgets the directory of that name, whole.',
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

export type ListQuery = z.output<typeof listQuery>;
export type ListManyBody = z.output<typeof listManyBody>;
export type UsageQuery = z.output<typeof usageQuery>;
export type StatQuery = z.output<typeof statQuery>;
export type InspectQuery = z.output<typeof inspectQuery>;
export type StatManyBody = z.output<typeof statManyBody>;
export type InvalidateBody = z.output<typeof invalidateBody>;
