/**
 * The notification that AWS sends for a write (S3 user guide, notification-content-structure): one record per
 * message.
 */
import { encodeS3Url } from '../../front/wire/percent.ts';
import { OWNER_ID, REGION } from './service.ts';

export type S3EventName =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Post'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete';

export interface S3EventRecord {
  eventVersion: '2.1';
  eventSource: 'aws:s3';
  awsRegion: string;
  /** ISO 8601 with milliseconds. */
  eventTime: string;
  eventName: S3EventName;
  userIdentity: { principalId: string };
  requestParameters: { sourceIPAddress: string };
  responseElements: { 'x-amz-request-id': string; 'x-amz-id-2': string };
  s3: {
    s3SchemaVersion: '1.0';
    configurationId: string;
    bucket: { name: string; ownerIdentity: { principalId: string }; arn: string };
    /**
     * The key is encoded by encodeS3Url. Size and eTag (without quotes) are present only if an object was created.
     */
    object: { key: string; size?: number; eTag?: string; sequencer: string };
  };
}

export interface S3EventRecordMessage {
  Records: [S3EventRecord];
}

/** A write, in the terms of the endpoint. */
export interface ObjectWrite {
  bucket: string;
  key: string;
  eventName: S3EventName;
  /** Absent after a removal. */
  created?: { sizeBytes: number; etag: string };
  requestId: string;
}

export function eventMessage(write: ObjectWrite, eventMs: number, sequencer: string): S3EventRecordMessage {
  const { bucket, key, eventName, created, requestId } = write;
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: REGION,
        eventTime: new Date(eventMs).toISOString(),
        eventName,
        userIdentity: { principalId: OWNER_ID },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 's3dex-local',
          bucket: { name: bucket, ownerIdentity: { principalId: OWNER_ID }, arn: `arn:aws:s3:::${bucket}` },
          object: {
            key: encodeS3Url(key),
            ...(created && { size: created.sizeBytes, eTag: created.etag }),
            sequencer,
          },
        },
      },
    ],
  };
}
