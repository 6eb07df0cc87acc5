import { describe, expect, test } from '@jest/globals';
import { readMessage } from '../../../lambdas/events/message.ts';

const awsRecord = (key: string, eventName = 'ObjectCreated:Put', object: object = {}) => ({
  eventVersion: '2.6',
  eventSource: 'aws:s3',
  awsRegion: 'eu-central-1',
  eventTime: '2026-01-01T00:00:00.000Z',
  eventName,
  requestParameters: { sourceIPAddress: '2001:db8::1' },
  s3: {
    s3SchemaVersion: '1.0',
    bucket: { name: 'photos', arn: 'arn:aws:s3:::photos' },
    object: { key, ...object },
  },
});
const read = (body: unknown) => readMessage(JSON.stringify(body));
const change = (keys: string[], kind: string) => ({
  outcome: 'change',
  change: { bucket: 'photos', keys, kind },
});

describe('an SQS message body', () => {
  test('may be an S3 notification of any version, with any number of records', () => {
    const body = {
      Records: [
        {
          ...awsRecord('a+b.txt', 'ObjectCreated:Put', { size: 3, eTag: 'x', sequencer: '00A' }),
          eventVersion: '2.1',
        },
        { ...awsRecord('gone.txt', 'LifecycleExpiration:Delete'), eventVersion: '3.0' },
        awsRecord('old.txt', 'ObjectRemoved:Delete', { versionId: 'v1' }),
      ],
    };
    expect(read(body)).toEqual({
      records: [
        change(['a b.txt', 'a+b.txt'], 'created'),
        change(['gone.txt'], 'removed'),
        change(['old.txt'], 'revealed'),
      ],
    });
  });

  test('an empty versionId, as Ceph sends it for unversioned buckets, counts as none', () => {
    const record = { ...awsRecord('k', 'ObjectRemoved:Delete', { versionId: '' }), eventSource: 'ceph:s3' };
    expect(read({ Records: [record] })).toEqual({ records: [change(['k'], 'removed')] });
  });

  test('may be an EventBridge event, with a plain or an encoded key', () => {
    const body = {
      version: '0',
      source: 'aws.s3',
      'detail-type': 'Object Deleted',
      detail: {
        bucket: { name: 'photos' },
        object: { key: 'a+b%2F.txt', 'version-id': 'v' },
        'deletion-type': 'Permanently Deleted',
      },
    };
    expect(read(body)).toEqual({ records: [change(['a b/.txt', 'a+b/.txt', 'a+b%2F.txt'], 'revealed')] });
  });

  test('may be either of these inside an SNS envelope', () => {
    const body = {
      Type: 'Notification',
      TopicArn: 't',
      Message: JSON.stringify({ Records: [awsRecord('k')] }),
    };
    expect(read(body)).toEqual({ records: [change(['k'], 'created')] });
  });

  test('may be the test message that S3 sends when notifications are set', () => {
    const body = {
      Service: 'Amazon S3',
      Event: 's3:TestEvent',
      Time: 't',
      Bucket: 'photos',
      RequestId: 'r',
      HostId: 'h',
    };
    expect(read(body)).toEqual({
      records: [{ outcome: 'change', change: { bucket: 'photos', kind: 'subscribed' } }],
    });
  });

  test('events of irrelevant kinds and with impossible keys are skipped', () => {
    const body = {
      Records: [awsRecord('k', 'ObjectTagging:Put'), awsRecord('%C3%A9'.repeat(513))],
    };
    expect(read(body).records).toEqual([
      { outcome: 'skipped', why: 'kind-not-shown' },
      { outcome: 'skipped', why: 'no-possible-key' },
    ]);
  });

  test('an event of an unknown kind may mean any change', () => {
    expect(read({ Records: [awsRecord('k', 'ObjectTeleported:Away')] })).toEqual({
      records: [{ ...change(['k'], 'revealed'), unknownKind: true }],
    });
  });

  test.each([
    ['', 'body is not a JSON object'],
    ['{', 'body is not a JSON object'],
    ['[]', 'body is not a JSON object'],
    ['null', 'body is not a JSON object'],
    ['"text"', 'body is not a JSON object'],
    ['{}', 'neither Records, nor detail-type, nor a test event'],
    ['{"Records":{}}', 'neither Records, nor detail-type, nor a test event'],
    ['{"Records":[null]}', 'Records[0].'],
    ['{"Records":[{"eventName":"ObjectCreated:Put"}]}', 'Records[0].s3'],
    ['{"Type":"Notification","Message":"no"}', 'SNS Message is not a JSON object'],
    ['{"detail-type":"Object Created","source":"my.app"}', 'event[0].source'],
  ])('%j is unreadable: %s', (body, unreadable) => {
    expect(readMessage(body)).toEqual({ records: [], unreadable });
  });

  test('an unreadable record does not hide a readable one in the same message', () => {
    expect(read({ Records: [{ s3: 7 }, awsRecord('k')] })).toEqual({
      records: [change(['k'], 'created')],
      unreadable: 'Records[0].eventName',
    });
  });
});
