/**
 * The format of answers: one schema for each 200 body, and the problem. The OpenAPI document and the client's types
 * are generated from these schemas. The handler does not parse with them at run time: its encoders use their types,
 * and its tests parse with them.
 */
import * as z from 'zod/mini';
import { ERROR_CODES } from './errors.ts';

const count = (description: string) => z.int().check(z.gte(0), z.meta({ description }));

const time = (description: string) =>
  z.string().check(
    z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    z.meta({
      description,
      examples: ['2026-11-22T09:30:00.000Z'],
      override: { format: 'date-time' },
    } as z.core.GlobalMeta),
  );

const text = (description: string, examples?: string[]) =>
  z.string().check(z.meta({ description, ...(examples && { examples }) }));

const listed = {
  size: count('Bytes.'),
  lastModified: z.optional(time('RFC 3339, UTC.')),
  etag: z.optional(text('As sent by S3, with its quotes.', ['"9b2cf535f27731c974343645a3985328"'])),
  storageClass: z.optional(text('As sent by S3.', ['STANDARD'])),
};

const named = {
  name: text(
    "The part of the key after the directory's prefix; empty for the marker object, whose key is the prefix itself.",
    ['cat.jpg'],
  ),
  key: text('The whole key.', ['photos/2026/cat.jpg']),
};

/** The fields that `detail=full` adds to a listing. */
const summed = {
  checksumAlgorithm: z.optional(
    z.array(z.string()).check(z.meta({ description: 'With `detail=full`.', examples: [['CRC64NVME']] })),
  ),
  checksumType: z.optional(
    text('With `detail=full`: whether the checksum is of the whole object or of its parts.', ['FULL_OBJECT']),
  ),
};

export const objectEntry = z
  .strictObject({ type: z.literal('object'), ...named, ...listed, ...summed })
  .check(z.meta({ id: 'ObjectEntry', description: 'An object. Fields that S3 did not send are absent.' }));

export const directoryEntry = z
  .strictObject({
    type: z.literal('directory'),
    name: text('Ends in a slash.', ['raw/']),
    key: text('The whole prefix.', ['photos/2026/raw/']),
  })
  .check(z.meta({ id: 'DirectoryEntry' }));

export const listAnswer = z
  .strictObject({
    bucket: z.string(),
    prefix: text('As in the request.'),
    entries: z.array(z.discriminatedUnion('type', [objectEntry, directoryEntry])).check(
      z.meta({
        description:
          "In S3's order (UTF-8 bytes), or as requested by `sort`. Names of directories end in a slash.",
      }),
    ),
    nextCursor: z.optional(text('Absent on the last page. A filtered page may be empty and still have one.')),
    scanned: z.optional(count('Names examined for this page. Present with filters or `sort`.')),
    complete: z.optional(
      z.boolean().check(
        z.meta({
          description:
            'With `sort`: true when the whole directory was sorted. False is only possible with `partial=true`.',
        }),
      ),
    ),
  })
  .check(z.meta({ id: 'ListAnswer' }));

const usageSums = {
  objects: count('All objects below, including marker objects.'),
  size: count('Bytes.'),
  lastModified: z.optional(time('Time of the newest object.')),
};

export const usageAnswer = z
  .strictObject({
    bucket: z.string(),
    prefix: text('As in the request.'),
    ...usageSums,
    oldest: z.optional(time('Time of the oldest object.')),
    largest: z.optional(
      z
        .strictObject({ key: named.key, size: listed.size })
        .check(z.meta({ description: "The largest object; the first in S3's order if there are several." })),
    ),
    byStorageClass: z.optional(
      z.record(z.string(), z.strictObject({ objects: usageSums.objects, size: usageSums.size })).check(
        z.meta({
          description: "By storage class, in S3's notation.",
          examples: [{ STANDARD: { objects: 7, size: 1200 } }],
        }),
      ),
    ),
    complete: z.boolean().check(
      z.meta({
        description:
          'False when the request reached its limit of time or S3 calls. Then the sums cover only a part. The same request continues from there.',
      }),
    ),
    children: z.optional(
      z.array(z.strictObject({ prefix: text('The whole prefix.', ['photos/2026/']), ...usageSums })).check(
        z.meta({
          description: 'The directories below, down to `depth` levels. Each sum includes everything below.',
        }),
      ),
    ),
    childrenOmitted: z.optional(
      count('Number of directories that exceed `limit` and are not in the children.'),
    ),
  })
  .check(z.meta({ id: 'UsageAnswer' }));

/** The fields that `detail=full` adds to a stat. */
const detail = {
  contentType: z.optional(text('The Content-Type header.')),
  contentEncoding: z.optional(text('The Content-Encoding header.')),
  contentDisposition: z.optional(text('The Content-Disposition header.')),
  contentLanguage: z.optional(text('The Content-Language header.')),
  cacheControl: z.optional(text('The Cache-Control header.')),
  metadata: z.optional(
    z
      .record(z.string(), z.string())
      .check(z.meta({ description: "User metadata, without S3's `x-amz-meta-`." })),
  ),
  versionId: z.optional(text('Only in a versioned bucket.')),
  checksums: z.optional(
    z
      .record(z.string(), z.string())
      .check(z.meta({ description: 'By algorithm, base64.', examples: [{ CRC64NVME: 'AAAAAAAAAAA=' }] })),
  ),
  checksumType: z.optional(
    text('Whether the checksum is of the whole object or of its parts.', ['FULL_OBJECT']),
  ),
  restore: z.optional(text("S3's x-amz-restore header, as sent.")),
  expires: z.optional(text('The Expires header, as sent, even if it is not a date.')),
  otherHeaders: z.optional(
    z.record(z.string(), z.string()).check(
      z.meta({
        description:
          'All other `x-amz-` headers of a HEAD that describe the object, by name and as sent: encryption, replication, Object Lock, expiration.',
        examples: [{ 'x-amz-server-side-encryption': 'AES256' }],
      }),
    ),
  ),
};

const directoryFacts = {
  lastModified: z.optional(time('Time of the newest of the direct children and the marker; never "now".')),
  objects: count('Direct children that are objects, without the marker.'),
  directories: count('Direct children that are directories.'),
  size: count('Sum of the sizes of the direct objects, in bytes.'),
  complete: z.boolean().check(
    z.meta({
      description:
        'False for a very large directory that is not completely indexed. Then the totals cover only a part.',
    }),
  ),
  marker: z.optional(
    z
      .strictObject(listed)
      .check(z.meta({ description: 'The object whose key is the directory itself, usually empty.' })),
  ),
};

export const objectStat = z
  .strictObject({ type: z.literal('object'), ...named, ...listed, ...detail })
  .check(z.meta({ id: 'ObjectStat', description: 'Fields that S3 did not send are absent.' }));

export const directoryStat = z
  .strictObject({
    type: z.literal('directory'),
    key: text('Ends in a slash; empty for the root.'),
    ...directoryFacts,
  })
  .check(z.meta({ id: 'DirectoryStat', description: 'The totals are of the direct children.' }));

export const statAnswer = z
  .discriminatedUnion('type', [objectStat, directoryStat])
  .check(z.meta({ id: 'StatAnswer' }));

const asked = text('The key as in the request.');

export const statResult = z
  .union([
    z.strictObject({
      key: asked,
      found: z.literal(true),
      type: z.literal('object'),
      name: named.name,
      ...listed,
      ...detail,
    }),
    z.strictObject({ key: asked, found: z.literal(true), type: z.literal('directory'), ...directoryFacts }),
    z.strictObject({ key: asked, found: z.literal(false) }),
  ])
  .check(z.meta({ id: 'StatResult' }));

export const statManyAnswer = z
  .strictObject({ results: z.array(statResult).check(z.meta({ description: "In the request's order." })) })
  .check(z.meta({ id: 'StatManyAnswer' }));

export const invalidateAnswer = z
  .strictObject({ invalidatedAt: time('No instance uses an observation from this time or before any more.') })
  .check(z.meta({ id: 'InvalidateAnswer' }));

const observed = {
  observedAt: time('When S3 was asked.'),
  ageSeconds: count('Whole seconds since then.'),
  endsAt: time('Not used after this time.'),
};

export const inspectAnswer = z
  .strictObject({
    bucket: z.string(),
    prefix: z.string(),
    coverage: z
      .enum(['complete', 'partial', 'none'])
      .check(z.meta({ description: 'How much of the directory could be listed from the index now.' })),
    truncated: z
      .boolean()
      .check(z.meta({ description: 'True when only the beginning of a very large directory is shown.' })),
    voidNames: count('Names that a complete listing would have to check in S3.'),
    head: z.optional(
      z.strictObject({
        watchedUntil: z.optional(
          time('Events below this directory are recorded until this time. Absent: never watched.'),
        ),
        misses: count('Recent stat misses.'),
        leaseUntil: z.optional(
          time('An instance is filling this directory, until this time at most. Absent: none is.'),
        ),
      }),
    ),
    floorAt: z.optional(time('The newest invalidation at or above the directory.')),
    chunks: z.array(
      z.strictObject({
        after: z.optional(text('The range starts after this name. Absent: it starts at the beginning.')),
        through: z.optional(text('The last name of the range. Absent: it goes to the end.')),
        entries: count('Number of names in it.'),
        ...observed,
        size: count('Sum of the sizes of the listed objects, in bytes.'),
        bytes: count('Size as stored, compressed.'),
        state: z.enum(['valid', 'expired', 'floored', 'other-epoch', 'undecodable']),
      }),
    ),
    marks: z.array(
      z.strictObject({
        name: z.string(),
        appearedAt: z.optional(time('Earlier answers that say absent are void.')),
        vanishedAt: z.optional(time('Earlier answers that say present are void.')),
      }),
    ),
    records: z.array(
      z.strictObject({ name: z.string(), says: z.enum(['object', 'directory', 'absent']), ...observed }),
    ),
  })
  .check(z.meta({ id: 'InspectAnswer', description: 'The content of the index for one directory.' }));

export const bucketsAnswer = z
  .strictObject({
    buckets: z.array(
      z.strictObject({
        name: z.string(),
        events: z
          .enum(['s3', 'eventbridge', 'none'])
          .check(z.meta({ description: 'How changes reach the index.' })),
        prefixes: z.optional(
          z
            .array(z.string())
            .check(z.meta({ description: 'The served prefixes. Absent: the whole bucket.' })),
        ),
        listTtlSeconds: count('How long a listing may be answered from the index; 0: not at all.'),
        statTtlSeconds: count('How long a stat may be answered from the index; 0: not at all.'),
        tree: z.optional(
          z
            .strictObject({
              roots: z.array(z.string()).check(z.meta({ description: 'The roots of the trees.' })),
              ttlSeconds: count('How long a tree may be answered from the index; 0: not at all.'),
            })
            .check(
              z.meta({
                description:
                  'The trees for recursive listings and usage. Absent: such requests always ask S3.',
              }),
            ),
        ),
      }),
    ),
  })
  .check(z.meta({ id: 'BucketsAnswer' }));

const dollars = (description: string) => z.number().check(z.meta({ description }));

export const statsAnswer = z
  .strictObject({
    since: time('When this instance started. Every count is of this instance, since then.'),
    requests: count('Questions (list, stat, stat many).'),
    hits: count('Answered without an S3 call.'),
    partial: count('Answered partly from the index.'),
    misses: count('Answered from S3: not in the index, expired, or requested from S3.'),
    bypassed: count('Answered from S3 because the index was not available.'),
    stale: count('Answered with expired data, because S3 failed.'),
    failed: count('Not answered (5xx).'),
    s3: z.strictObject({
      lists: count('LISTs sent.'),
      heads: count('HEADs sent.'),
      listsAvoided: z
        .int()
        .check(
          z.meta({ description: 'LISTs that the same answers need without the index, minus those sent.' }),
        ),
      headsAvoided: z
        .int()
        .check(
          z.meta({ description: 'HEADs that the same answers need without the index, minus those sent.' }),
        ),
    }),
    dynamodb: z.strictObject({
      readUnits: z.number().check(z.gte(0)),
      writeUnits: z.number().check(z.gte(0)),
    }),
    dollars: z.strictObject({
      region: text('Region of the prices.'),
      pricesAsOf: text('Date of the price table.'),
      direct: dollars('The price of the same answers directly from S3.'),
      spent: dollars('Spent on S3 calls, DynamoDB units, and `front`.'),
      front: dollars(
        'The part of `spent` for API Gateway, Lambda (requests and time) and logs, which direct use of S3 does not need.',
      ),
      saved: dollars('`direct` minus `spent`. Negative when the index cost more than it saved.'),
      savedWithHeads: dollars(
        'Like `saved`, compared to a caller who also sends a HEAD for every listed object.',
      ),
    }),
    table: z.optional(
      z
        .strictObject({
          items: count('As last counted by DynamoDB.'),
          bytes: count('As last counted by DynamoDB.'),
        })
        .check(z.meta({ description: "The table's size, some hours old. Absent when it is not known." })),
    ),
  })
  .check(z.meta({ id: 'StatsAnswer' }));

export const healthAnswer = z.strictObject({ status: z.literal('ok') }).check(z.meta({ id: 'HealthAnswer' }));

export const openApiAnswer = z
  .looseObject({ openapi: z.string(), info: z.looseObject({ title: z.string(), version: z.string() }) })
  .check(z.meta({ id: 'OpenApiDocument', description: 'An OpenAPI 3.1 document.' }));

export const problem = z
  .strictObject({
    type: text('A stable name for the kind of problem.', ['urn:s3dex:problem:invalid-request']),
    title: z.string(),
    status: z.int().check(z.gte(400), z.lte(599)),
    detail: text('The cause in this case. It names the field.', [
      'limit: must be a whole number from 1 to 1000',
    ]),
    code: z.enum(ERROR_CODES),
    progress: z.optional(
      z.strictObject({ seen: count('Number of names known so far.') }).check(
        z.meta({
          description: 'With `incomplete`: the progress so far. The same request continues from there.',
        }),
      ),
    ),
  })
  .check(z.meta({ id: 'Problem', description: 'RFC 9457.' }));

/** One directory of a list-many answer: its page, as list returns it, or the problem. */
export const listResult = z
  .union([
    z.strictObject({
      prefix: text('As in the request.'),
      entries: z.array(z.discriminatedUnion('type', [objectEntry, directoryEntry])),
      nextCursor: z.optional(text('The cursor with which list continues. Absent: this was the last page.')),
    }),
    z.strictObject({ prefix: text('As in the request.'), problem }),
  ])
  .check(z.meta({ id: 'ListResult' }));

export const listManyAnswer = z
  .strictObject({ results: z.array(listResult).check(z.meta({ description: "In the request's order." })) })
  .check(z.meta({ id: 'ListManyAnswer' }));

export type ObjectEntryJson = z.output<typeof objectEntry>;
export type DirectoryEntryJson = z.output<typeof directoryEntry>;
export type EntryJson = ObjectEntryJson | DirectoryEntryJson;
export type ListAnswer = z.output<typeof listAnswer>;
export type ListResult = z.output<typeof listResult>;
export type ListManyAnswer = z.output<typeof listManyAnswer>;
export type UsageAnswer = z.output<typeof usageAnswer>;
export type ObjectStat = z.output<typeof objectStat>;
export type DirectoryStat = z.output<typeof directoryStat>;
export type StatAnswer = z.output<typeof statAnswer>;
export type StatResult = z.output<typeof statResult>;
export type StatManyAnswer = z.output<typeof statManyAnswer>;
export type InvalidateAnswer = z.output<typeof invalidateAnswer>;
export type InspectAnswer = z.output<typeof inspectAnswer>;
export type BucketsAnswer = z.output<typeof bucketsAnswer>;
export type StatsAnswer = z.output<typeof statsAnswer>;
export type HealthAnswer = z.output<typeof healthAnswer>;
export type Problem = z.output<typeof problem>;
