/**
 * What the name of an S3 event means for the index. An event only says what to look at again, so its name is mapped
 * to one of the kinds in core/model/change.ts. Sources: awsdocs/amazon-s3-userguide,
 * notification-how-to-event-types-and-destinations.md; for Ceph's own names, src/rgw/rgw_notify_event_type.cc.
 */
import type { Change } from '../core/model/change.ts';

/**
 * `not-shown`: a known kind of change that no answer shows (tags, ACLs, annotations, retention, replication status).
 * `unknown`: a kind that this version does not know. It may mean any change, so everything about its key is marked.
 */
export type EventKind = Change['kind'] | 'not-shown' | 'unknown';

/** By the part before the first colon. New members of a family are treated like the others. */
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

/** Names that mean something else than their family, or whose family has no single meaning (Ceph RGW). */
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
 * The kind of an S3 notification. AWS omits the `s3:`, MinIO writes it. A removal with a version ID that does not
 * create a delete marker removed one version. After it, the key may show an older version, the same object as before,
 * or nothing.
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
