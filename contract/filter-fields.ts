/**
 * The parameters that sort and filter a listing: how their text values are parsed, and which combinations are
 * invalid.
 */
import * as z from 'zod/mini';
import { SORTS, type Sort } from './sorts.ts';
import { type AskedTime, parseTimeText } from './time-text.ts';

const SIZE_UNITS: Record<string, number> = {
  '': 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  p: 2 ** 50,
};
const SIZE_ERROR = 'must be a number of bytes, or one with a unit such as 50k or 1G (powers of 1024)';

const TIME_ERROR = 'must be a time as in RFC 3339, or a duration such as 7d or 36h';

/** Replaces the schema in the OpenAPI document, because the document does not show a pipe that parses text. */
const seenAs = (schema: object, description: string, examples: string[]) =>
  z.meta({
    description,
    examples,
    override: ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
      for (const key of Object.keys(jsonSchema))
        if (key !== 'description' && key !== 'examples') delete jsonSchema[key];
      Object.assign(jsonSchema, schema);
    },
  } as z.core.GlobalMeta);

const sizeText = z.pipe(
  z.string().check(z.regex(/^\d{1,16}[kmgtp]?$/i, { error: SIZE_ERROR, abort: true })),
  z.pipe(
    z.transform(
      (text: string) => Number.parseInt(text, 10) * SIZE_UNITS[text.replace(/\d+/, '').toLowerCase()]!,
    ),
    z
      .number()
      .check(z.lte(Number.MAX_SAFE_INTEGER, { error: `must be at most ${Number.MAX_SAFE_INTEGER} bytes` })),
  ),
);

const timeText = z.pipe(
  z.string().check(z.refine((text) => parseTimeText(text) !== undefined, { error: TIME_ERROR, abort: true })),
  z.transform((text: string) => parseTimeText(text)!),
);

const choice = <const T extends string>(values: readonly T[], description: string) =>
  z
    .optional(z.enum(values, { error: `must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}` }))
    .check(z.meta({ description }));

const SIZE_SEEN = { type: 'string', pattern: '^\\d{1,16}[kmgtpKMGTP]?$' };

/** `text`: the schema of a name, including its length limit. */
export function filterFields<T extends z.ZodMiniType<string, string>>(text: T) {
  const pattern = text.check(z.refine((it) => it !== '', { error: 'must not be empty' }));
  return {
    sort: choice(
      SORTS,
      "Minus means descending. Entries with equal values are in S3's order of names. Directories have neither time nor size and come last.",
    ),
    glob: z.optional(pattern).check(
      z.meta({
        description:
          'A pattern for names: `*` matches any text without a slash, `**` any text, `**/` any directories or none, `?` one character except a slash; `[a-z]`, `[!a-z]`, `{a,b}`; `\\` escapes the next character. `raw` also matches a directory `raw/`.',
        examples: ['*.{jpg,png}'],
      }),
    ),
    contains: z.optional(pattern).check(
      z.meta({
        description:
          'Names that contain this text. Case, and the width of characters (as in `ａ` and `a`), are ignored.',
        examples: ['cat'],
      }),
    ),
    minSize: z
      .optional(sizeText)
      .check(seenAs(SIZE_SEEN, 'Minimum size, inclusive: bytes, or `50k`, `1G` (powers of 1024).', ['50k'])),
    maxSize: z
      .optional(sizeText)
      .check(seenAs(SIZE_SEEN, 'Maximum size, inclusive: bytes, or `50k`, `1G` (powers of 1024).', ['1G'])),
    modifiedAfter: z
      .optional(timeText)
      .check(
        seenAs(
          { type: 'string' },
          'Modified later than this: an RFC 3339 time, or an age (`7d`, `36h`, `1d12h`).',
          ['7d'],
        ),
      ),
    modifiedBefore: z
      .optional(timeText)
      .check(
        seenAs(
          { type: 'string' },
          'Modified earlier than this: an RFC 3339 time, or an age (`7d`, `36h`, `1d12h`).',
          ['2026-11-22T09:30:00Z'],
        ),
      ),
    type: choice(['object', 'directory'], 'Only entries of this type.'),
    storageClass: z
      .optional(
        z.string().check(
          z.regex(/^[A-Z][A-Z0-9_-]{0,63}$/, {
            error: 'must be a storage class as S3 writes it, such as STANDARD',
          }),
        ),
      )
      .check(z.meta({ description: 'Only objects with this storage class.', examples: ['STANDARD_IA'] })),
    partial: choice(
      ['true', 'false'],
      'With `sort`: if the directory is not completely known yet, sort what is known instead of answering 503.',
    ),
  };
}

interface Filters {
  recursive?: boolean;
  sort?: Sort;
  startAfter?: string;
  minSize?: number;
  maxSize?: number;
  modifiedAfter?: AskedTime;
  modifiedBefore?: AskedTime;
  type?: 'object' | 'directory';
  storageClass?: string;
  partial?: 'true' | 'false';
}

const OF_OBJECTS = ['minSize', 'maxSize', 'modifiedAfter', 'modifiedBefore', 'storageClass'] as const;

/** Finds an invalid combination of valid parameters: returns the name of one of them, and the reason. */
export function contradiction(filters: Filters): { field: string; error: string } | undefined {
  const { recursive, sort, startAfter, minSize, maxSize, type, partial } = filters;
  if (recursive && type === 'directory') {
    return {
      field: 'type',
      error: 'cannot be combined with recursive: a recursive listing has no directories',
    };
  }
  if (startAfter !== undefined && sort !== undefined && sort !== 'name') {
    return {
      field: 'startAfter',
      error: `cannot be combined with sort=${sort}: it is a position in the order of names`,
    };
  }
  if (type === 'directory') {
    const field = OF_OBJECTS.find((name) => filters[name] !== undefined);
    if (field) return { field, error: 'cannot be combined with type=directory: directories do not have it' };
    if (sort !== undefined && !sort.endsWith('name')) {
      return {
        field: 'sort',
        error: 'cannot be combined with type=directory: directories have neither time nor size',
      };
    }
  }
  if (partial !== undefined && sort === undefined) {
    return {
      field: 'partial',
      error: 'requires sort: only a sorted answer needs the whole directory',
    };
  }
  if (minSize !== undefined && maxSize !== undefined && minSize > maxSize) {
    return { field: 'minSize', error: 'is larger than maxSize' };
  }
  return undefined;
}
