/**
 * Every event that can change what LIST or HEAD shows. Tagging and ACL events are left out: no answer shows tags or ACLs.
 * A kind missing here is staleness until the life ends, one too many only costs a message.
 */

/** For S3's own notifications (S3 User Guide, notification-how-to-event-types-and-destinations). */
export const NOTIFICATION_KINDS = [
  's3:ObjectCreated:*',
  's3:ObjectRemoved:*',
  // Not part of ObjectRemoved: what a lifecycle rule deletes has its own kinds.
  's3:LifecycleExpiration:*',
  // The storage class changes.
  's3:LifecycleTransition',
  's3:IntelligentTiering',
  // The restore status, which detail=full shows. There is no wildcard for these three in CDK's list.
  's3:ObjectRestore:Post',
  's3:ObjectRestore:Completed',
  's3:ObjectRestore:Delete',
] as const;

/** The same for EventBridge; "Object Deleted" includes lifecycle expiration (S3 User Guide, EventBridge). */
export const BRIDGE_DETAIL_TYPES = [
  'Object Created',
  'Object Deleted',
  'Object Storage Class Changed',
  'Object Access Tier Changed',
  'Object Restore Initiated',
  'Object Restore Completed',
  'Object Restore Expired',
] as const;
