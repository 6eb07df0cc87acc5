/**
 * Every kind of event that can change the result of a LIST or HEAD. Events about tags and ACLs are left out, because
 * no answer shows those. If a kind is missing, answers may be outdated until their life ends. A superfluous kind only
 * costs messages.
 */

/** The kinds for S3's own notifications (S3 User Guide, notification-how-to-event-types-and-destinations). */
export const NOTIFICATION_KINDS = [
  's3:ObjectCreated:*',
  's3:ObjectRemoved:*',
  // Deletions by lifecycle rules have their own kinds and are not part of ObjectRemoved.
  's3:LifecycleExpiration:*',
  // The storage class changes.
  's3:LifecycleTransition',
  's3:IntelligentTiering',
  // The restore status, which detail=full shows. CDK's list has no wildcard for these three.
  's3:ObjectRestore:Post',
  's3:ObjectRestore:Completed',
  's3:ObjectRestore:Delete',
] as const;

/** The same events for EventBridge. "Object Deleted" includes lifecycle expiration (S3 User Guide, EventBridge). */
export const BRIDGE_DETAIL_TYPES = [
  'Object Created',
  'Object Deleted',
  'Object Storage Class Changed',
  'Object Access Tier Changed',
  'Object Restore Initiated',
  'Object Restore Completed',
  'Object Restore Expired',
] as const;
