/** S3's limit for the names in one LIST response. */
export const LIST_MAX_KEYS = 1_000;
