/** The bucket's one item. `epoch` changes when the table was emptied: observations of another epoch are not used (I8). */
export interface BucketItem {
  epoch: string;
  /** Floor time by prefix (`''` is the whole bucket). */
  floors: ReadonlyMap<string, number>;
  /** How changes are heard of in this epoch (feedOf). Absent, as `since`: the item is of a version that did not note it. */
  feed?: string;
  /** When the epoch began, by the clock of who began it. */
  since?: number;
}
