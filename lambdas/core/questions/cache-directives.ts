/** The request's Cache-Control, parsed. */
export interface CacheDirectives {
  /** Nothing older than this; absent: the bucket's lives alone decide. */
  maxAgeMs?: number;
  /** Ask S3 now, and keep the answer. */
  noCache: boolean;
  /** Do not ask S3. */
  onlyIfCached: boolean;
  /** Do not keep what is fetched. */
  noStore: boolean;
}
