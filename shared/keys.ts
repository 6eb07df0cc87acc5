/** Keys of S3, as everyone here counts and cuts them. */

export const DELIMITER = '/';
/** S3's bound on a key, in bytes of UTF-8. */
export const MAX_KEY_BYTES = 1024;
