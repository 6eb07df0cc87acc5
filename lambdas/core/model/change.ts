/**
 * A change: what an S3 event tells, cut down to what the model needs. It says where to look again, never what is
 * there (I9), and its own time and order are not in it (I3).
 */
export type Change = KeyChange | Subscribed;

export interface KeyChange {
  bucket: string;
  /** Every reading of the event's key, where its encoding is not certain; usually one. */
  keys: string[];
  /**
   * `created`: an object is there that may not have been; `removed`: one is gone; `revealed`: a version was removed, which
   * may take the object away, show an older one, or bring it back; `altered`: only its metadata may differ.
   */
  kind: 'created' | 'removed' | 'revealed' | 'altered';
}

/** Notifications of the bucket begin now: what changed before was perhaps told to nobody. */
export interface Subscribed {
  bucket: string;
  kind: 'subscribed';
}

/** What applying one change did. */
export type Applied = 'marked' | 'unwatched';

export interface ChangeApplier {
  /**
   * Applies changes received at `receivedAt` (this instance's clock, at or after their arrival). Settles per change, in
   * the order given: `applied` when its marks are durable, else the error; a failed change is to be delivered again.
   */
  apply(changes: Change[], receivedAt: number): Promise<PromiseSettledResult<Applied>[]>;
}
