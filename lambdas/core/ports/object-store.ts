/** S3, as the core asks it. */
import type { Entry, ObjectDetail, ObjectEntry } from '../model/entry.ts';

/** Why S3 gave no answer. `unavailable` may pass by itself; the others will not. */
export interface StoreFailure {
  outcome: 'failed';
  /** `disordered`: nonsense, and what the pages before it in the same run of LISTs said is not to be used either. */
  reason: 'no-such-bucket' | 'denied' | 'nonsense' | 'disordered' | 'unavailable';
  /** For the log, never for the wire. */
  message: string;
}

export interface ListRequest {
  bucket: string;
  /** S3's Prefix: a directory. */
  prefix: string;
  /** Every key below the prefix, without a delimiter: then names hold slashes, and no entry is a directory. */
  recursive?: boolean;
  /** Whole key; only keys greater than it are listed. Ignored by S3 when `token` is given. */
  startAfter?: string;
  /** From the page before, good only inside one run of LISTs. */
  token?: string | undefined;
  /** 1..1000. */
  maxKeys: number;
}

export type ListOutcome =
  | {
      outcome: 'listed';
      /** Names relative to `prefix`, in S3's order (UTF-8), nothing twice; common prefixes and keys merged. */
      entries: Entry[];
      /** Present: the listing goes on. Absent: this was its end. */
      token?: string;
    }
  | StoreFailure;

export type HeadOutcome =
  | { outcome: 'present'; entry: ObjectEntry; detail: ObjectDetail }
  | { outcome: 'absent' }
  | StoreFailure;

export type PeekOutcome = { outcome: 'present' } | { outcome: 'absent' } | StoreFailure;

/** S3, the only source of truth (I9). Never throws for what S3 answered; retries are the adapter's business. */
export interface ObjectStore {
  /** One LIST (ListObjectsV2, with the delimiter `/` unless it is recursive). */
  list(request: ListRequest): Promise<ListOutcome>;
  /**
   * One HEAD. `entry.name` is the key's name in its directory. `budgetMs`: the longest time it may take, where that
   * is shorter than usual.
   */
  head(request: { bucket: string; key: string; budgetMs?: number | undefined }): Promise<HeadOutcome>;
  /** One LIST with MaxKeys=1: does the listing of the directory above show this directory? */
  peek(request: { bucket: string; prefix: string; budgetMs?: number | undefined }): Promise<PeekOutcome>;
}
