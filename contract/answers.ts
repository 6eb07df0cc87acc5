/**
 * What an answer says: one schema per 200 body, and the problem. The handler does not parse with these at run time (its
 * encoders are typed by them and its tests parse with them); the OpenAPI document and the client's types come from them.
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
  etag: z.optional(text('As S3 gives it, with its quotes.', ['"9b2cf535f27731c974343645a3985328"'])),
  storageClass: z.optional(text('As S3 says it.', ['STANDARD'])),
};

const named = {
  name: text(
    "What follows the directory's prefix; empty for the marker object whose key is the prefix itself.",
    ['cat.jpg'],
  ),
  key: text('The whole key.', ['photos/2026/cat.jpg']),
};

/** What `detail=full` adds to a listing. */
const summed = {
  checksumAlgorithm: z.optional(
    z.array(z.string()).check(z.meta({ description: 'With `detail=full`.', examples: [['CRC64NVME']] })),
  ),
  checksumType: z.optional(
    text('With `detail=full`: whether of the whole object or of its parts.', ['FULL_OBJECT']),
  ),
};

export const objectEntry = z
  .strictObject({ type: z.literal('object'), ...named, ...listed, ...summed })
  .check(z.meta({ id: 'ObjectEntry', description: 'An object. Every field S3 did not send is absent.' }));

export const directoryEntry = z
  .strictObject({
    type: z.literal('directory'),
    name: text('With its slash.', ['raw/']),
    key: text('The whole prefix.', ['photos/2026/raw/']),
  })
  .check(z.meta({ id: 'DirectoryEntry' }));

export const listAnswer = z
  .strictObject({
    bucket: z.string(),
    prefix: text('As asked.'),
    entries: z.array(z.discriminatedUnion('type', [objectEntry, directoryEntry])).check(
      z.meta({
        description: "In S3's order (UTF-8 bytes) or as `sort` asks, directories with their slash.",
      }),
    ),
    nextCursor: z.optional(
      text('Absent: this was the last page. A filtered page may be empty and have one.'),
    ),
    scanned: z.optional(count('Names looked at for this page; where filters or a sort were asked for.')),
    complete: z.optional(
      z.boolean().check(
        z.meta({
          description:
            'With `sort`: true when all of the directory was sorted; false only where `partial=true` allowed it.',
        }),
      ),
    ),
  })
  .check(z.meta({ id: 'ListAnswer' }));

const usageSums = {
  objects: count('Everything below, marker objects too.'),
  size: count('Bytes.'),
  lastModified: z.optional(time('Of the newest object.')),
};

export const usageAnswer = z
  .strictObject({
    bucket: z.string(),
    prefix: text('As asked.'),
    ...usageSums,
    oldest: z.optional(time('When the oldest object was last modified.')),
    largest: z.optional(
      z
        .strictObject({ key: named.key, size: listed.size })
        .check(z.meta({ description: "The largest object; of several the first in S3's order." })),
    ),
    byStorageClass: z.optional(
      z.record(z.string(), z.strictObject({ objects: usageSums.objects, size: usageSums.size })).check(
        z.meta({
          description: 'By storage class, as S3 says it.',
          examples: [{ STANDARD: { objects: 7, size: 1200 } }],
        }),
      ),
    ),
    complete: z.boolean().check(
      z.meta({
        description:
          'False: the time or the S3 calls of a request ended first, and the sums say what was seen. Asking again goes on from there.',
      }),
    ),
    children: z.optional(
      z
        .array(z.strictObject({ prefix: text('The whole prefix.', ['photos/2026/']), ...usageSums }))
        .check(
          z.meta({ description: 'The directories below, down to `depth` levels; each with all below it.' }),
        ),
    ),
    childrenOmitted: z.optional(count('Directories that `limit` left out of the children.')),
  })
  .check(z.meta({ id: 'UsageAnswer' }));

/** What `detail=full` adds. */
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
  versionId: z.optional(text('In a versioned bucket.')),
  checksums: z.optional(
    z
      .record(z.string(), z.string())
      .check(z.meta({ description: 'By algorithm, base64.', examples: [{ CRC64NVME: 'AAAAAAAAAAA=' }] })),
  ),
  checksumType: z.optional(text('Whether of the whole object or of its parts.', ['FULL_OBJECT'])),
  restore: z.optional(text("S3's x-amz-restore, as it was sent.")),
  expires: z.optional(text('The Expires header as it was sent, also when it is no date.')),
  otherHeaders: z.optional(
    z.record(z.string(), z.string()).check(
      z.meta({
        description:
          'Every other `x-amz-` header of a HEAD that says something of the object, by its name and as it was sent: encryption, replication, Object Lock, expiration.',
        examples: [{ 'x-amz-server-side-encryption': 'AES256' }],
      }),
    ),
  ),
};

const directoryFacts = {
  lastModified: z.optional(time('Newest of the direct children and the marker; never "now".')),
  objects: count('Direct children that are objects; the marker is not its own child.'),
  directories: count('Direct children that are directories.'),
  size: count('Sum of the sizes of the direct objects, bytes.'),
  complete: z.boolean().check(
    z.meta({
      description:
        'False for a very large directory that is not wholly indexed: the totals say what was seen.',
    }),
  ),
  marker: z.optional(
    z
      .strictObject(listed)
      .check(z.meta({ description: 'The zero-byte object whose key is the directory itself.' })),
  ),
};

export const objectStat = z
  .strictObject({ type: z.literal('object'), ...named, ...listed, ...detail })
  .check(z.meta({ id: 'ObjectStat', description: 'Every field S3 did not send is absent.' }));

export const directoryStat = z
  .strictObject({
    type: z.literal('directory'),
    key: text('With its slash; empty for the root.'),
    ...directoryFacts,
  })
  .check(z.meta({ id: 'DirectoryStat', description: 'Totals are of the direct children.' }));

export const statAnswer = z
  .discriminatedUnion('type', [objectStat, directoryStat])
  .check(z.meta({ id: 'StatAnswer' }));

const asked = text('The key as asked.');

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
  .strictObject({ results: z.array(statResult).check(z.meta({ description: 'In the order asked.' })) })
  .check(z.meta({ id: 'StatManyAnswer' }));

export const invalidateAnswer = z
  .strictObject({ invalidatedAt: time('Nothing observed before it is answered again, by any instance.') })
  .check(z.meta({ id: 'InvalidateAnswer' }));

const observed = {
  observedAt: time('When S3 was asked.'),
  ageSeconds: count('Whole seconds since then.'),
  endsAt: time('Not served after this.'),
};

export const inspectAnswer = z
  .strictObject({
    bucket: z.string(),
    prefix: z.string(),
    coverage: z
      .enum(['complete', 'partial', 'none'])
      .check(
        z.meta({ description: 'How much of the directory a list would be answered from the index now.' }),
      ),
    truncated: z
      .boolean()
      .check(z.meta({ description: 'Only the beginning of a very large directory is shown.' })),
    voidNames: count('Names a whole read would have to look at again.'),
    head: z.optional(
      z.strictObject({
        watchedUntil: z.optional(
          time('Until then, events below this directory are recorded; absent: never watched.'),
        ),
        misses: count('Stat misses counted lately.'),
        leaseUntil: z.optional(time('Until then, one instance is filling this directory; absent: none is.')),
      }),
    ),
    floorAt: z.optional(time('Newest invalidation at or above the directory.')),
    chunks: z.array(
      z.strictObject({
        after: z.optional(text('The range starts after this name; absent: at the start.')),
        through: z.optional(text('The last name of the range; absent: to the end.')),
        entries: count('Names it lists.'),
        ...observed,
        size: count('Sum of the sizes of the listed objects, bytes.'),
        bytes: count('Stored, compressed.'),
        state: z.enum(['valid', 'expired', 'floored', 'other-epoch', 'undecodable']),
      }),
    ),
    marks: z.array(
      z.strictObject({
        name: z.string(),
        appearedAt: z.optional(time('Voids earlier answers that say absent.')),
        vanishedAt: z.optional(time('Voids earlier answers that say present.')),
      }),
    ),
    records: z.array(
      z.strictObject({ name: z.string(), says: z.enum(['object', 'directory', 'absent']), ...observed }),
    ),
  })
  .check(z.meta({ id: 'InspectAnswer', description: 'What the index holds for one directory.' }));

export const bucketsAnswer = z
  .strictObject({
    buckets: z.array(
      z.strictObject({
        name: z.string(),
        events: z
          .enum(['s3', 'eventbridge', 'none'])
          .check(z.meta({ description: 'How the index hears of changes.' })),
        prefixes: z.optional(
          z.array(z.string()).check(z.meta({ description: 'The served prefixes; absent: all.' })),
        ),
        listTtlSeconds: count('How long a listing may be answered; 0: never from the index.'),
        statTtlSeconds: count('How long a stat may be answered; 0: never from the index.'),
        tree: z.optional(
          z
            .strictObject({
              roots: z.array(z.string()).check(z.meta({ description: 'Each is the root of a tree.' })),
              ttlSeconds: count('How long an answer from a tree may be given; 0: never from the index.'),
            })
            .check(
              z.meta({
                description:
                  'What recursive listings and usage are answered from; absent: they ask S3 each time.',
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
    since: time('When this instance started; every count is since then, of this instance alone.'),
    requests: count('Questions asked (list, stat, stat many).'),
    hits: count('Answered without an S3 call.'),
    partial: count('Answered partly from the index.'),
    misses: count('Answered from S3: not held, ended, or asked for afresh.'),
    bypassed: count('Answered from S3 because the index was not available.'),
    stale: count('Answered by what had ended, because S3 failed.'),
    failed: count('Not answered: 5xx.'),
    s3: z.strictObject({
      lists: count('LISTs made.'),
      heads: count('HEADs made.'),
      listsAvoided: z
        .int()
        .check(z.meta({ description: 'LISTs the same answers cost straight from S3, less those made.' })),
      headsAvoided: z
        .int()
        .check(z.meta({ description: 'HEADs the same answers cost straight from S3, less those made.' })),
    }),
    dynamodb: z.strictObject({
      readUnits: z.number().check(z.gte(0)),
      writeUnits: z.number().check(z.gte(0)),
    }),
    dollars: z.strictObject({
      region: text('Where these prices hold.'),
      pricesAsOf: text('Date of the price table.'),
      direct: dollars('What the same answers had cost straight from S3.'),
      spent: dollars('On S3 calls, DynamoDB units, and front.'),
      front: dollars(
        'The part of spent for API Gateway, Lambda (requests and time) and logs, which plain S3 does not need.',
      ),
      saved: dollars('direct - spent. Below zero: the index cost more than it saved.'),
      savedWithHeads: dollars('As saved, against a caller who also sends a HEAD for every object listed.'),
    }),
    table: z.optional(
      z
        .strictObject({
          items: count('As DynamoDB last counted.'),
          bytes: count('As DynamoDB last counted.'),
        })
        .check(z.meta({ description: "The table's size, some hours old; absent when it is not known." })),
    ),
  })
  .check(z.meta({ id: 'StatsAnswer' }));

export const healthAnswer = z.strictObject({ status: z.literal('ok') }).check(z.meta({ id: 'HealthAnswer' }));

export const openApiAnswer = z
  .looseObject({ openapi: z.string(), info: z.looseObject({ title: z.string(), version: z.string() }) })
  .check(z.meta({ id: 'OpenApiDocument', description: 'An OpenAPI 3.1 document.' }));

export const problem = z
  .strictObject({
    type: text('A stable name of the kind of problem.', ['urn:s3dex:problem:invalid-request']),
    title: z.string(),
    status: z.int().check(z.gte(400), z.lte(599)),
    detail: text('What is wrong here; it names the field.', ['limit: must be a whole number from 1 to 1000']),
    code: z.enum(ERROR_CODES),
    progress: z.optional(
      z
        .strictObject({ seen: count('Names known so far.') })
        .check(
          z.meta({ description: 'With `incomplete`: how far the work is. Asking again goes on from there.' }),
        ),
    ),
  })
  .check(z.meta({ id: 'Problem', description: 'RFC 9457.' }));

/** One directory of a list-many: its page as list answers it, or the problem. */
export const listResult = z
  .union([
    z.strictObject({
      prefix: text('As asked.'),
      entries: z.array(z.discriminatedUnion('type', [objectEntry, directoryEntry])),
      nextCursor: z.optional(text('Where list goes on. Absent: this was all.')),
    }),
    z.strictObject({ prefix: text('As asked.'), problem }),
  ])
  .check(z.meta({ id: 'ListResult' }));

export const listManyAnswer = z
  .strictObject({ results: z.array(listResult).check(z.meta({ description: 'In the order asked.' })) })
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
