/** The head: the one item of a directory. */
export interface DirectoryHead {
  /** Until this time, events in this directory are recorded as marks; 0 if it was never watched. */
  watchedUntil: number;
  /**
   * The number of misses since `missesSince`: of stats, and of listings that are stored only at their second miss.
   * After enough misses, the directory is listed (cost.ts).
   */
  misses: number;
  missesSince: number;
  /** Until this time, an instance holds the lease to fill this directory; 0 if none does. */
  leaseUntil: number;
  /**
   * By the root of a tree at or above this directory: the time until which every event below this directory is
   * recorded in that tree. The roots are stored here because the function that writes marks may have other settings
   * than the function that reads.
   */
  treesWatchedUntil?: ReadonlyMap<string, number>;
  /**
   * The time until which every directory at or below this one counts as watched. Only fills set it. If absent, only
   * each directory's own watch counts.
   */
  watchedBelowUntil?: number;
}
