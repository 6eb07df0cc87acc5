/**
 * Maps the name of an S3 event to its meaning for the index: one of the kinds in core/model/change.ts. An event only
 * says which names must be checked in S3. Sources: awsdocs/amazon-s3-userguide,
 * notification-how-to-event-types-and-destinations.md; for Ceph's own names, src/rgw/rgw_notify_event_type.cc.
 */
import type { Change } from '../core/model/change.ts';

/**
 * `not-shown`: a known kind of change that no answer shows (tags, ACLs, annotations, retention, replication status).
 * `unknown`: a kind that this version does not know. It may be any change, so marks of both kinds are written for its
 * key.
 */
export type EventKind = Change['kind'] | 'not-shown' | 'unknown';

/** Families of names: the part before the first colon. A new name in a known family has the meaning of the family. */
const FAMILIES: ReadonlyMap<string, EventKind> = new Map([
  ['ObjectCreated', 'created'],
  ['ObjectRemoved', 'removed'],
  ['LifecycleExpiration', 'removed'],
  ['LifecycleTransition', 'altered'],
  ['ObjectRestore', 'altered'],
  ['IntelligentTiering', 'altered'],
  ['ReducedRedundancyLostObject', 'altered'],
  ['ObjectTagging', 'not-shown'],
  ['ObjectAcl', 'not-shown'],
  ['ObjectAnnotation', 'not-shown'],
  ['ObjectRetention', 'not-shown'],
  ['ObjectAccessed', 'not-shown'],
]);

/** Names whose meaning is not that of their family, or whose family has no single meaning (Ceph RGW). */
const SINGLE_NAMES: ReadonlyMap<string, EventKind> = new Map([
  ['ObjectLifecycle:Expiration:Current', 'removed'],
  ['ObjectLifecycle:Expiration:NonCurrent', 'revealed'],
  ['ObjectLifecycle:Expiration:DeleteMarker', 'revealed'],
  ['ObjectLifecycle:Expiration:AbortMultipartUpload', 'not-shown'],
  ['ObjectLifecycle:Transition:Current', 'altered'],
  ['ObjectLifecycle:Transition:NonCurrent', 'altered'],
  ['ObjectSynced:Create', 'created'],
  ['ObjectSynced:Delete', 'revealed'],
  ['ObjectSynced:DeletionMarkerCreated', 'removed'],
  ['Replication:OperationFailedReplication', 'not-shown'],
  ['Replication:OperationMissedThreshold', 'not-shown'],
  ['Replication:OperationReplicatedAfterThreshold', 'not-shown'],
  ['Replication:OperationNotTracked', 'not-shown'],
  ['Replication:Create', 'created'],
  ['Replication:Delete', 'revealed'],
  ['Replication:DeletionMarkerCreated', 'removed'],
]);

/**
 * The kind of an S3 notification. MinIO writes the `s3:` at the beginning, AWS does not. A removal with a version ID
 * removed one version, unless it created a delete marker. The key may then show an older version, the same object as
 * before, or nothing.
 */
export function kindOfNotification(eventName: string, namesVersion: boolean): EventKind {
  const name = eventName.startsWith('s3:') ? eventName.slice('s3:'.length) : eventName;
  const colon = name.indexOf(':');
  const family = colon === -1 ? name : name.slice(0, colon);
  const kind = SINGLE_NAMES.get(name) ?? FAMILIES.get(family) ?? 'unknown';
  if (kind === 'removed' && namesVersion && !name.endsWith('MarkerCreated')) return 'revealed';
  return kind;
}

/** EventBridge `detail-type` of source `aws.s3` (S3 User Guide, ev-events.md). */
const DETAIL_TYPES: ReadonlyMap<string, EventKind> = new Map([
  ['Object Created', 'created'],
  ['Object Deleted', 'removed'],
  ['Object Restore Initiated', 'altered'],
  ['Object Restore Completed', 'altered'],
  ['Object Restore Expired', 'altered'],
  ['Object Storage Class Changed', 'altered'],
  ['Object Access Tier Changed', 'altered'],
  ['Object Tags Added', 'not-shown'],
  ['Object Tags Deleted', 'not-shown'],
  ['Object ACL Updated', 'not-shown'],
]);

/** The kind of an EventBridge event. `deletionType` is the detail's `deletion-type`, if present. */
export function kindOfDetailType(
  detailType: string,
  namesVersion: boolean,
  deletionType: string | undefined,
): EventKind {
  const kind = DETAIL_TYPES.get(detailType) ?? 'unknown';
  if (kind === 'removed' && namesVersion && deletionType !== 'Delete Marker Created') return 'revealed';
  return kind;
}
