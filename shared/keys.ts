/** Properties of S3 keys that all parts of the project use. */

export const DELIMITER = '/';
/** S3's limit for a key, in bytes of UTF-8. */
export const MAX_KEY_BYTES = 1024;
