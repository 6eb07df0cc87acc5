/** Messages in the format of every sender, each with its meaning. */
import fc from 'fast-check';
import type { Change } from '../../../lambdas/core/model/change.ts';
import { KEY_ENCODINGS, SENDER_NAMES } from '../../support/key-encodings.ts';
import { key } from '../keys.ts';

/** What happened to a key, and how the event reports it. */
export interface Happening {
  key: string;
  /** `write`: an object is put; `delete`: it is removed; `touch`: only its metadata may differ. */
  what: 'write' | 'delete' | 'touch';
  /** The change in the model; undefined if no answer shows it. */
  kind: Change['kind'] | undefined;
  record: object;
  /** EventBridge sends one event in each message, in its own format. */
  form: 'notification' | 'eventbridge';
}

/** AWS omits the prefix, MinIO writes it. */
const EVENT_PREFIXES = ['', 's3:'];

/** Event names with their meanings. The removal of a version may make an older version visible. */
const EVENTS: [
  name: string,
  what: Happening['what'],
  kind: Change['kind'] | undefined,
  versionId?: string,
][] = [
  ['ObjectCreated:Put', 'write', 'created'],
  ['ObjectCreated:Copy', 'write', 'created', 'v1'],
  ['ObjectCreated:CompleteMultipartUpload', 'write', 'created', ''],
  ['ObjectCreated:SomethingNew', 'write', 'created'],
  ['ObjectRemoved:Delete', 'delete', 'removed'],
  ['ObjectRemoved:Delete', 'delete', 'revealed', 'v1'],
  ['ObjectRemoved:DeleteMarkerCreated', 'delete', 'removed', 'v2'],
  ['LifecycleExpiration:Delete', 'delete', 'removed'],
  ['LifecycleExpiration:DeleteMarkerCreated', 'delete', 'removed', 'v3'],
  ['ObjectLifecycle:Expiration:Current', 'delete', 'removed'],
  ['ObjectLifecycle:Expiration:NonCurrent', 'touch', 'revealed', 'v0'],
  ['LifecycleTransition', 'touch', 'altered'],
  ['ObjectRestore:Completed', 'touch', 'altered'],
  ['IntelligentTiering', 'touch', 'altered'],
  ['ObjectTagging:Put', 'touch', undefined],
  ['ObjectAcl:Put', 'touch', undefined],
  ['Replication:OperationFailedReplication', 'touch', undefined],
  ['ObjectTransition:Complete', 'write', 'revealed'],
  ['ObjectTeleported:Away', 'delete', 'revealed'],
  ['ObjectTeleported:Back', 'write', 'revealed', 'v4'],
];

const DETAILS: [type: string, what: Happening['what'], kind: Change['kind'] | undefined, detail?: object][] =
  [
    ['Object Created', 'write', 'created'],
    ['Object Deleted', 'delete', 'removed', { 'deletion-type': 'Permanently Deleted' }],
    ['Object Deleted', 'delete', 'removed', { 'deletion-type': 'Delete Marker Created' }],
    ['Object Storage Class Changed', 'touch', 'altered'],
    ['Object Restore Completed', 'touch', 'altered'],
    ['Object Tags Added', 'touch', undefined],
    ['Object Teleported', 'write', 'revealed'],
  ];

const notified: fc.Arbitrary<Happening> = fc
  .tuple(
    key,
    fc.record({
      source: fc.constantFrom(...SENDER_NAMES),
      encode: fc.constantFrom(...Object.values(KEY_ENCODINGS)),
      eventPrefix: fc.constantFrom(...EVENT_PREFIXES),
    }),
    fc.constantFrom(...EVENTS),
    fc.boolean(),
  )
  .map(([text, { source, encode, eventPrefix }, [name, what, kind, versionId], wordy]) => ({
    key: text,
    what,
    kind,
    form: 'notification',
    record: {
      ...(source !== undefined && { eventSource: source }),
      eventName: eventPrefix + name,
      ...(wordy && { eventVersion: '2.9', awsRegion: 'us-east-1', eventTime: '2026-11-22T00:00:00.000Z' }),
      ...(wordy && { requestParameters: { sourceIPAddress: 'fe80::1' }, userIdentity: { principalId: 'x' } }),
      s3: {
        bucket: { name: 'live' },
        object: {
          key: encode(text),
          ...(versionId !== undefined && { versionId }),
          ...(wordy && { size: 5, eTag: 'e', sequencer: '00' }),
        },
      },
    },
  }));

const bridged: fc.Arbitrary<Happening> = fc
  .tuple(key, fc.constantFrom(...Object.values(KEY_ENCODINGS)), fc.constantFrom(...DETAILS))
  .map(([text, encode, [type, what, kind, detail]]) => ({
    key: text,
    what,
    kind,
    form: 'eventbridge',
    record: {
      version: '0',
      source: 'aws.s3',
      'detail-type': type,
      detail: { version: '0', bucket: { name: 'live' }, object: { key: encode(text), size: 5 }, ...detail },
    },
  }));

export interface ValidMessage {
  body: string;
  happenings: Happening[];
}

const wrapped = (body: string) =>
  JSON.stringify({ Type: 'Notification', MessageId: 'm', TopicArn: 'arn:aws:sns:::t', Message: body });

/** Several records in a message, or one EventBridge event. Any of them may come through SNS. */
export const validMessage: fc.Arbitrary<ValidMessage> = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: fc.array(notified, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: bridged.map((one) => [one]) },
    ),
    fc.integer({ min: 0, max: 4 }),
  )
  .map(([happenings, wrap]) => {
    const [first] = happenings;
    const body = JSON.stringify(
      first!.form === 'eventbridge' ? first!.record : { Records: happenings.map(({ record }) => record) },
    );
    return { body: wrap === 0 ? wrapped(body) : body, happenings };
  });

/** Well-formed messages about nothing in this bucket. */
export const idleMessage = fc.constantFrom(
  ...[
    { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'live' },
    { Records: [] },
    {
      Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'other' }, object: { key: 'k' } } }],
    },
    { Records: [{ eventName: 'Unheard:Of', s3: { bucket: { name: 'other' }, object: { key: 'k' } } }] },
  ].map((body) => JSON.stringify(body)),
);
