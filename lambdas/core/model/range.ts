/** A range of names: greater than `after` (absent: from the start, the empty name included), up to and with `through` (absent: to the end). */
export interface NameRange {
  after?: string;
  through?: string;
}
