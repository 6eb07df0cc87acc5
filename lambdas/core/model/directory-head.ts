/** The one item of a directory. */
export interface DirectoryHead {
  /** Events below this directory are recorded as marks until this time; 0 when it was never watched. */
  watchedUntil: number;
  /** Stat misses since `missesSince`. After enough of them, the directory is listed (cost.ts). */
  misses: number;
  missesSince: number;
  /** An instance holds the lease to fill this directory until this time; 0 when none does. */
  leaseUntil: number;
  /**
   * By the root of a tree at or above this directory: until when every event below this directory is recorded in that
   * tree. The roots are stored here because the function that writes marks may run with other settings than the one
   * that reads.
   */
  treesWatchedUntil?: ReadonlyMap<string, number>;
  /**
   * Until when every directory at or below this one counts as watched. Set only by fills. Absent: only each
   * directory's own watch counts.
   */
  watchedBelowUntil?: number;
}
