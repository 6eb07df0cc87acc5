/** The bounds of the local S3 endpoint, S3's own where S3 has one. */

export const MAX_PART_NUMBER = 10_000;
/** Every part of a multipart upload but the last has at least this size. */
export const MIN_PART_BYTES = 5 * 1024 * 1024;
/** User metadata of one object, names and values together. */
export const MAX_METADATA_BYTES = 2048;

/**
 * Bodies of written objects are kept in memory, so this stands in for S3's 5 GiB for one PUT and for the size of a
 * whole multipart upload. Imported objects are read from disk and know no bound.
 */
export const MAX_OBJECT_BYTES = 256 * 1024 * 1024;
/** An aws-chunked body is longer than what it carries: about 90 bytes a chunk of 8 KiB or more, and the trailers. */
export const MAX_CHUNKED_BODY_BYTES = MAX_OBJECT_BYTES + MAX_OBJECT_BYTES / 8 + 1024 * 1024;
/** Multipart uploads that are neither completed nor aborted; one more is asked to slow down. */
export const MAX_OPEN_UPLOADS = 10_000;
/** Files of an import between two pauses for whatever else the process does. */
export const IMPORT_BATCH_ENTRIES = 1000;

if (MAX_OBJECT_BYTES < MIN_PART_BYTES * 2) throw new Error('a multipart upload of two parts must fit');
if (MAX_CHUNKED_BODY_BYTES <= MAX_OBJECT_BYTES)
  throw new Error('an aws-chunked body is longer than its content');
