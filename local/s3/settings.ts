/**
 * The settings of buckets and objects. Nothing can be configured here, so the answers are those of S3 for default
 * settings.
 */

import { type Reply, xmlReply } from '../../front/wire/reply.ts';
import { bucketOf, placeOf, type S3Request } from '../../front/wire/request.ts';
import { S3Error, type S3ErrorCode } from '../../front/wire/s3-error.ts';
import { element, text, xmlDocument } from '../../front/wire/xml.ts';
import type { Endpoint } from './endpoint.ts';
import { refuseVersion } from './get-object.ts';
import { ownerElement } from './owner.ts';
import { OWNER_ID, OWNER_NAME } from './service.ts';

type Operation = (endpoint: Endpoint, request: S3Request) => Promise<Reply>;

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"';
const OWNER_HAS_ALL = xmlDocument('AccessControlPolicy', [
  ownerElement('Owner'),
  element('AccessControlList', [
    element('Grant', [
      `<Grantee ${XSI}>${text('ID', OWNER_ID)}${text('DisplayName', OWNER_NAME)}</Grantee>`,
      text('Permission', 'FULL_CONTROL'),
    ]),
  ]),
]);

/** By sub-resource: the document, or the error code if S3 answers a missing setting with an error. */
const BUCKET_SETTINGS: Record<string, string | { refused: S3ErrorCode }> = {
  accelerate: xmlDocument('AccelerateConfiguration', []),
  acl: OWNER_HAS_ALL,
  cors: { refused: 'NoSuchCORSConfiguration' },
  encryption: xmlDocument('ServerSideEncryptionConfiguration', [
    element('Rule', [
      element('ApplyServerSideEncryptionByDefault', [text('SSEAlgorithm', 'AES256')]),
      text('BucketKeyEnabled', false),
    ]),
  ]),
  lifecycle: { refused: 'NoSuchLifecycleConfiguration' },
  // An empty location means us-east-1.
  location: xmlDocument('LocationConstraint', []),
  logging: xmlDocument('BucketLoggingStatus', []),
  notification: xmlDocument('NotificationConfiguration', []),
  'object-lock': { refused: 'ObjectLockConfigurationNotFoundError' },
  // As in every new bucket on AWS, the bucket's owner owns all objects.
  ownershipControls: xmlDocument('OwnershipControls', [
    element('Rule', [text('ObjectOwnership', 'BucketOwnerEnforced')]),
  ]),
  policy: { refused: 'NoSuchBucketPolicy' },
  policyStatus: { refused: 'NoSuchBucketPolicy' },
  publicAccessBlock: { refused: 'NoSuchPublicAccessBlockConfiguration' },
  replication: { refused: 'ReplicationConfigurationNotFoundError' },
  requestPayment: xmlDocument('RequestPaymentConfiguration', [text('Payer', 'BucketOwner')]),
  tagging: { refused: 'NoSuchTagSet' },
  versioning: xmlDocument('VersioningConfiguration', []),
  website: { refused: 'NoSuchWebsiteConfiguration' },
};

const OBJECT_SETTINGS: Record<string, string> = {
  acl: OWNER_HAS_ALL,
  tagging: xmlDocument('Tagging', [element('TagSet', [])]),
};

/** GET operations of buckets, by sub-resource. */
export const bucketSettings: [subresource: string, Operation][] = Object.entries(BUCKET_SETTINGS).map(
  ([name, setting]) => [
    name,
    async (endpoint, request) => {
      const bucket = bucketOf(request);
      endpoint.storage.bucket(bucket);
      if (typeof setting === 'string') return xmlReply(setting);
      throw new S3Error(setting.refused, { fields: { BucketName: bucket } });
    },
  ],
);

/** GET operations of objects, by sub-resource. */
export const objectSettings: [subresource: string, Operation][] = Object.entries(OBJECT_SETTINGS).map(
  ([name, document]) => [
    name,
    async (endpoint, request) => {
      const { bucket, key } = placeOf(request);
      refuseVersion(request);
      endpoint.storage.object(bucket, key);
      return xmlReply(document);
    },
  ],
);
