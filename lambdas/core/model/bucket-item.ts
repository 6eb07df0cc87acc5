/** The bucket's one item. `epoch` changes when the table was emptied: observations of another epoch are not used (I8). */
export interface BucketItem {
  epoch: string;
  /** Floor time by prefix (`''` is the whole bucket). */
  floors: ReadonlyMap<string, number>;
}
