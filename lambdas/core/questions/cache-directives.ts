/** The directives of the request's Cache-Control. */
export interface CacheDirectives {
  /** Maximum age of the answer. If absent, only the bucket's lives apply. */
  maxAgeMs?: number;
  /** Ask S3 now, and store the answer. */
  noCache: boolean;
  /** Do not ask S3. */
  onlyIfCached: boolean;
  /** Do not store anything that is fetched. */
  noStore: boolean;
}
