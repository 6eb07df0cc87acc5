/** The custom resource with which CDK sets a bucket's notification configuration. */
import type { CfnResource } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

/** Only after a notification has been added to the bucket, or EventBridge has been turned on for it. */
export function bucketNotifications(bucket: IBucket): CfnResource {
  return bucket.node.findChild('Notifications').node.findChild('Resource') as CfnResource;
}
