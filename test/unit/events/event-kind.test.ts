import { describe, expect, test } from '@jest/globals';
import { kindOfDetailType, kindOfNotification } from '../../../lambdas/events/event-kind.ts';

describe('the kind of an S3 notification', () => {
  test.each([
    ['ObjectCreated:Put', 'created'],
    ['ObjectCreated:Post', 'created'],
    ['ObjectCreated:Copy', 'created'],
    ['ObjectCreated:CompleteMultipartUpload', 'created'],
    ['ObjectCreated:SomethingOfNextYear', 'created'],
    ['ObjectRemoved:Delete', 'removed'],
    ['ObjectRemoved:DeleteMarkerCreated', 'removed'],
    ['LifecycleExpiration:Delete', 'removed'],
    ['LifecycleExpiration:DeleteMarkerCreated', 'removed'],
    ['LifecycleTransition', 'altered'],
    ['ObjectRestore:Post', 'altered'],
    ['ObjectRestore:Completed', 'altered'],
    ['ObjectRestore:Delete', 'altered'],
    ['IntelligentTiering', 'altered'],
    ['ReducedRedundancyLostObject', 'altered'],
    ['ObjectTagging:Put', 'not-shown'],
    ['ObjectTagging:Delete', 'not-shown'],
    ['ObjectAcl:Put', 'not-shown'],
    ['ObjectAnnotation:Put', 'not-shown'],
    ['ObjectRetention:Put', 'not-shown'],
    ['Replication:OperationMissedThreshold', 'not-shown'],
    ['Replication:SomethingOfNextYear', 'unknown'],
    ['Replication:Create', 'created'],
    ['ObjectLifecycle:Expiration:Current', 'removed'],
    ['ObjectLifecycle:Expiration:NonCurrent', 'revealed'],
    ['ObjectSynced:Create', 'created'],
    ['ObjectTransition:Complete', 'unknown'],
    ['ObjectTeleported:Somewhere', 'unknown'],
    ['', 'unknown'],
    ['ObjectCreatedNot:Put', 'unknown'],
  ])('%s is %s, with the s3: prefix too', (eventName, kind) => {
    expect(kindOfNotification(eventName, false)).toBe(kind);
    expect(kindOfNotification(`s3:${eventName}`, false)).toBe(kind);
  });

  test('removing a version may reveal an older one; a delete marker may not', () => {
    expect(kindOfNotification('ObjectRemoved:Delete', true)).toBe('revealed');
    expect(kindOfNotification('LifecycleExpiration:Delete', true)).toBe('revealed');
    expect(kindOfNotification('ObjectRemoved:DeleteMarkerCreated', true)).toBe('removed');
    expect(kindOfNotification('LifecycleExpiration:DeleteMarkerCreated', true)).toBe('removed');
    expect(kindOfNotification('ObjectCreated:Put', true)).toBe('created');
  });
});

describe('the kind of an EventBridge event', () => {
  test.each([
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
    ['Object Teleported', 'unknown'],
  ])('%s is %s', (detailType, kind) => {
    expect(kindOfDetailType(detailType, false, undefined)).toBe(kind);
  });

  test('a permanent delete of a version may reveal an older one', () => {
    expect(kindOfDetailType('Object Deleted', true, 'Permanently Deleted')).toBe('revealed');
    expect(kindOfDetailType('Object Deleted', true, 'Delete Marker Created')).toBe('removed');
    expect(kindOfDetailType('Object Deleted', false, 'Permanently Deleted')).toBe('removed');
  });
});
