/** The limits of the local S3 endpoint. They are S3's own limits if S3 has a limit. */

export const MAX_PART_NUMBER = 10_000;
/** Minimum size of every part of a multipart upload except the last. */
export const MIN_PART_BYTES = 5 * 1024 * 1024;
/** Maximum size of an object's user metadata, names and values together. */
export const MAX_METADATA_BYTES = 2048;

/**
 * Bodies of written objects are kept in memory. So this limit replaces S3's 5 GiB for one PUT, and S3's limit for
 * multipart uploads. Imported objects are read from disk and are not limited.
 */
export const MAX_OBJECT_BYTES = 256 * 1024 * 1024;
/** An aws-chunked body is longer than its content: about 90 bytes per chunk of 8 KiB or more, and the trailers. */
export const MAX_CHUNKED_BODY_BYTES = MAX_OBJECT_BYTES + MAX_OBJECT_BYTES / 8 + 1024 * 1024;
/** Maximum number of multipart uploads in progress. Beyond it, a new upload is answered with SlowDown. */
export const MAX_OPEN_UPLOADS = 10_000;
/** Number of files that an import reads between two pauses. */
export const IMPORT_BATCH_ENTRIES = 1000;

if (MAX_OBJECT_BYTES < MIN_PART_BYTES * 2) throw new Error('a multipart upload of two parts must fit');
if (MAX_CHUNKED_BODY_BYTES <= MAX_OBJECT_BYTES)
  throw new Error('an aws-chunked body is longer than its content');
