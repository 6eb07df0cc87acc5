/** S3's own bound on the names that one LIST answers. */
export const LIST_MAX_KEYS = 1_000;
