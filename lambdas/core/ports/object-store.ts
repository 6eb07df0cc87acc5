/** S3, as the core uses it. */
import type { Entry, ObjectDetail, ObjectEntry } from '../model/entry.ts';

/** S3 gave no valid answer. Only `unavailable` and `invalid-response` may be temporary. */
export interface StoreFailure {
  outcome: 'failed';
  /**
   * `disordered`: an invalid response which also shows that earlier pages of the same run of LISTs must not be used.
   */
  reason: 'no-such-bucket' | 'denied' | 'invalid-response' | 'disordered' | 'unavailable';
  /** For the log. It is never sent to callers. */
  message: string;
}

export interface ListRequest {
  bucket: string;
  /** S3's Prefix. It must be a directory. */
  prefix: string;
  /**
   * Lists every key below the prefix, without a delimiter. Then names may contain slashes, and no entry is a
   * directory.
   */
  recursive?: boolean;
  /** A whole key. Only greater keys are listed. S3 ignores it if `token` is given. */
  startAfter?: string;
  /** The token of the previous page. Valid only within one run of LISTs. */
  token?: string | undefined;
  /** 1..1000. */
  maxKeys: number;
}

export type ListOutcome =
  | {
      outcome: 'listed';
      /**
       * Common prefixes and keys, merged in S3's order (UTF-8 bytes), without duplicates. Names are relative to
       * `prefix`.
       */
      entries: readonly Entry[];
      /** Present when the listing continues. */
      token?: string;
    }
  | StoreFailure;

export type HeadOutcome =
  | { outcome: 'present'; entry: ObjectEntry; detail: ObjectDetail }
  | { outcome: 'absent' }
  | StoreFailure;

export type PeekOutcome = { outcome: 'present' } | { outcome: 'absent' } | StoreFailure;

/** S3, the only source of data (I9). Methods return failures instead of throwing. The adapter handles retries. */
export interface ObjectStore {
  /** One LIST (ListObjectsV2, with the delimiter `/` unless it is recursive). */
  list(request: ListRequest): Promise<ListOutcome>;
  /**
   * One HEAD. `entry.name` is the key's name in its directory. `budgetMs`: a time limit that is shorter than the
   * usual one.
   */
  head(request: { bucket: string; key: string; budgetMs?: number | undefined }): Promise<HeadOutcome>;
  /** One LIST with MaxKeys=1: whether the listing of the parent directory shows this directory. */
  peek(request: { bucket: string; prefix: string; budgetMs?: number | undefined }): Promise<PeekOutcome>;
}
