/** One entry of a listing: an object or a directory. */
import * as z from 'zod/mini';
import { count, text, time } from './fields.ts';

export const listed = {
  size: count('Bytes.'),
  lastModified: z.optional(time('RFC 3339, UTC.')),
  etag: z.optional(text('As sent by S3, with its quotes.', ['"9b2cf535f27731c974343645a3985328"'])),
  storageClass: z.optional(text('As sent by S3.', ['STANDARD'])),
};

export const named = {
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

export type ObjectEntryJson = z.output<typeof objectEntry>;
export type DirectoryEntryJson = z.output<typeof directoryEntry>;
export type EntryJson = ObjectEntryJson | DirectoryEntryJson;
