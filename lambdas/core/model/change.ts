/**
 * A change: an S3 event, reduced to what the model needs. It says which names must be checked in S3, but never
 * describes the objects (I9). The event's own time and order are left out (I3).
 */
export type Change = KeyChange | Subscribed;

export interface KeyChange {
  bucket: string;
  /**
   * Every possible meaning of the event's key. Usually there is one; more if the encoding of the key is uncertain.
   */
  keys: string[];
  /**
   * `created`: an object exists that may not have existed before. `removed`: an object is gone. `revealed`: a version
   * was removed, so the object may be gone, show an older version, or exist again. `altered`: only the object's
   * metadata may differ.
   */
  kind: 'created' | 'removed' | 'revealed' | 'altered';
}

/** The bucket's notifications begin now. Earlier changes may not have sent an event. */
export interface Subscribed {
  bucket: string;
  kind: 'subscribed';
}

/** The effect of one change. */
export type Applied = 'marked' | 'unwatched';

export interface ChangeApplier {
  /**
   * Applies changes received at `receivedAt` (by this instance's clock, at or after their arrival). Returns one
   * result for each change, in the given order: fulfilled when the change's marks are durable, otherwise rejected. A
   * rejected change must be delivered again.
   */
  apply(changes: Change[], receivedAt: number): Promise<PromiseSettledResult<Applied>[]>;
}
