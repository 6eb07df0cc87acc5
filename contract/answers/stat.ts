/** One object, or the totals of one directory. */
import * as z from 'zod/mini';
import { listed, named } from './entry.ts';
import { count, text, time } from './fields.ts';

/** The fields that `detail=full` adds to a stat. */
export const detail = {
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

export const directoryFacts = {
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

export type ObjectStat = z.output<typeof objectStat>;
export type DirectoryStat = z.output<typeof directoryStat>;
export type StatAnswer = z.output<typeof statAnswer>;
