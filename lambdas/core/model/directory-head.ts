/** The one item of a directory. */
export interface DirectoryHead {
  /** Until when events below this directory are recorded as marks; 0 when never watched. */
  watchedUntil: number;
  /** Stat misses since `missesSince` (rent or buy). */
  misses: number;
  missesSince: number;
  /** Until when some instance fills this directory; 0 when none does. */
  leaseUntil: number;
  /**
   * Until when every event below this directory is recorded in the tree of a root, by the root (which is at or above the
   * directory). The root stands here and not only in the settings: what writes marks may run with other settings than what reads.
   */
  treesWatchedUntil?: ReadonlyMap<string, number>;
}
