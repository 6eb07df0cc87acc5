/**
 * A change: an S3 event, reduced to what the model needs. It says where to look again, never what is there (I9). The
 * event's own time and order are left out (I3).
 */
export type Change = KeyChange | Subscribed;

export interface KeyChange {
  bucket: string;
  /** Every possible meaning of the event's key when its encoding is uncertain; usually one. */
  keys: string[];
  /**
   * `created`: an object exists that may not have existed before. `removed`: an object is gone. `revealed`: a version
   * was removed, so the object may be gone, show an older version, or be back. `altered`: only its metadata may
   * differ.
   */
  kind: 'created' | 'removed' | 'revealed' | 'altered';
}

/** The bucket's notifications start now. Earlier changes may have sent no event. */
export interface Subscribed {
  bucket: string;
  kind: 'subscribed';
}

/** The effect of one change. */
export type Applied = 'marked' | 'unwatched';

export interface ChangeApplier {
  /**
   * Applies changes received at `receivedAt` (this instance's clock, at or after their arrival). Returns one result
   * per change, in the given order: fulfilled when its marks are durable, else rejected. A failed change must be
   * delivered again.
   */
  apply(changes: Change[], receivedAt: number): Promise<PromiseSettledResult<Applied>[]>;
}
