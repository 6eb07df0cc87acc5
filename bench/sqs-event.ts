/** A batch from the queue as Lambda receives it: one S3 event per message. */
import type { SQSEvent, SQSRecord } from 'aws-lambda';

let lastId = 0;

export function sqsEvent(bucket: string, keys: readonly string[]): SQSEvent {
  return { Records: keys.map((key) => sqsRecord(bucket, key)) };
}

function sqsRecord(bucket: string, key: string): SQSRecord {
  const body = {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'us-east-1',
        eventTime: new Date().toISOString(),
        eventName: 'ObjectCreated:Put',
        s3: {
          s3SchemaVersion: '1.0',
          bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
          object: {
            key: encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+'),
            size: 1,
            eTag: '0'.repeat(32),
            sequencer: (++lastId).toString(16).toUpperCase().padStart(16, '0'),
          },
        },
      },
    ],
  };
  return {
    messageId: String(lastId),
    receiptHandle: '',
    body: JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:bench',
    awsRegion: 'us-east-1',
  };
}
