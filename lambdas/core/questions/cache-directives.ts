/** The request's Cache-Control, parsed. */
export interface CacheDirectives {
  /** The greatest age allowed. Absent: only the bucket's lives apply. */
  maxAgeMs?: number;
  /** Ask S3 now, and keep the answer. */
  noCache: boolean;
  /** Do not ask S3. */
  onlyIfCached: boolean;
  /** Do not keep what is fetched. */
  noStore: boolean;
}
