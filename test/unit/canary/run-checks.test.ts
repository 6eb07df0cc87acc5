/** The canary with a service and a bucket in memory: what it reports, and what it does not report. */
import { describe, expect, test } from '@jest/globals';
import type { ListedName, Listing } from '../../../lambdas/canary/listing.ts';
import { runChecks } from '../../../lambdas/canary/run-checks.ts';
import type { WatchedBucket } from '../../../lambdas/canary/views.ts';
import { NOTIFICATION_KINDS } from '../../../shared/event-kinds.ts';
import type { NotificationConfiguration } from '../../../shared/notification-rules.ts';

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:changes';
const PHOTOS: WatchedBucket = { name: 'photos', prefixes: [], notifies: QUEUE };
const object = (name: string, etag = '"1"'): ListedName => ({ type: 'object', name, size: 1, etag });
const directory = (name: string): ListedName => ({ type: 'directory', name });
const page = (...entries: ListedName[]): Listing => ({ entries, goesOn: false });
const notified = (queue = QUEUE): NotificationConfiguration => ({
  QueueConfigurations: NOTIFICATION_KINDS.map((kind) => ({ QueueArn: queue, Events: [kind] })),
});

interface Ground {
  /** The index's successive answers, by prefix. The last answer is repeated. */
  index: Record<string, Listing[]>;
  s3: Record<string, Listing[]>;
  notifications?: NotificationConfiguration;
}

async function run({ index, s3, notifications = notified() }: Ground, bucket = PHOTOS) {
  const waits: number[] = [];
  const asked: string[] = [];
  const next = (all: Record<string, Listing[]>, prefix: string) => {
    const answers = all[prefix] ?? [];
    return answers.length > 1 ? answers.shift() : answers[0];
  };
  const findings = await runChecks(
    {
      service: {
        async list(_bucket, prefix) {
          asked.push(prefix);
          const answer = next(index, prefix);
          if (!answer) throw new Error('unavailable');
          return answer;
        },
        async listHeld(_bucket, prefix) {
          asked.push(`held ${prefix}`);
          return next(index, prefix);
        },
      },
      s3: {
        list: async (_bucket, prefix) => next(s3, prefix)!,
        notifications: async () => notifications,
      },
      random: () => 0,
      wait: async (ms) => void waits.push(ms),
    },
    [bucket],
  );
  const failed = findings.filter(({ ok }) => !ok).map(({ check, detail }) => `${check}: ${detail}`);
  return { findings, failed, waits, asked };
}

describe('the canary', () => {
  test('reports nothing if the index agrees with S3, and descends into directories that the index holds', async () => {
    const root = page(directory('2026/'), object('a'));
    const below = page(directory('not-held/'));
    const { findings, failed, waits, asked } = await run({
      index: { '': [root], '2026/': [below] },
      s3: { '': [root], '2026/': [below] },
    });
    expect(failed).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual([
      'photos: notifications',
      'photos: read',
      'photos: comparison with S3',
    ]);
    expect(asked).toEqual(['', 'held 2026/', 'held 2026/not-held/']);
    expect(waits).toEqual([]);
  });

  test('reports a name that is wrong in the index for longer than a minute', async () => {
    const { failed, waits } = await run({
      index: { '': [page(object('gone'), object('same'))] },
      s3: { '': [page(object('same'))] },
    });
    expect(failed).toEqual([
      'photos: comparison with S3: names that differ: 1. gone: the index says 1 bytes, ETag "1", S3 says absent',
    ]);
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(60_000);
  });

  test('waits for an event that is on its way', async () => {
    const { failed } = await run({
      index: { '': [page(object('a', '"old"')), page(object('a', '"new"'))] },
      s3: { '': [page(object('a', '"new"'))] },
    });
    expect(failed).toEqual([]);
  });

  test('does not report a name that is written all the time', async () => {
    const versions = (from: number) => [0, 1, 2, 3].map((it) => page(object('log', `"${from + it}"`)));
    const { failed } = await run({ index: { '': versions(1) }, s3: { '': versions(2) } });
    expect(failed).toEqual([]);
  });

  test('does not compare names beyond the end of a page', async () => {
    const { failed } = await run({
      index: { '': [{ entries: [object('a'), object('b')], goesOn: true }] },
      s3: { '': [{ entries: [object('a'), object('b'), object('c')], goesOn: false }] },
    });
    expect(failed).toEqual([]);
  });

  test('reports a bucket that cannot be read, and does not compare it', async () => {
    const { findings, failed } = await run({ index: {}, s3: {} });
    expect(failed).toEqual(['photos: read: unavailable']);
    expect(findings).toHaveLength(2);
  });

  test('begins at a served directory', async () => {
    const below = page(object('a'));
    const { asked } = await run(
      { index: { 'b/': [below] }, s3: { 'b/': [below] } },
      { ...PHOTOS, prefixes: ['b/', 'c/'] },
    );
    expect(asked).toEqual(['b/']);
  });
});

describe('notifications', () => {
  const same = { index: { '': [page()] }, s3: { '': [page()] } };

  test('to another queue are not those of the deployment', async () => {
    const { failed } = await run({
      ...same,
      notifications: notified('arn:aws:sqs:eu-west-1:123456789012:other'),
    });
    expect(failed).toEqual([
      expect.stringMatching(/^photos: notifications: not sent to arn.*s3:ObjectCreated/),
    ]);
  });

  test('of a kind that is missing are named', async () => {
    const { QueueConfigurations = [] } = notified();
    const { failed } = await run({
      ...same,
      notifications: { QueueConfigurations: QueueConfigurations.slice(1) },
    });
    expect(failed).toEqual([`photos: notifications: not sent to ${QUEUE}: ${NOTIFICATION_KINDS[0]}`]);
  });

  test('by EventBridge need it to be on; a bucket without events needs none', async () => {
    const bridged = { ...PHOTOS, notifies: 'eventbridge' };
    const off = await run({ ...same, notifications: {} }, bridged);
    expect(off.failed).toEqual(['photos: notifications: EventBridge is off for the bucket']);
    const on = await run({ ...same, notifications: { EventBridgeConfiguration: {} } }, bridged);
    expect(on.failed).toEqual([]);
    const none = await run({ ...same, notifications: {} }, { ...PHOTOS, notifies: 'none' });
    expect(none.failed).toEqual([]);
  });
});

test('a bucket without events is read but not compared: its answers may differ until their life ends', async () => {
  const { findings, failed, waits } = await run(
    { index: { '': [page(object('a'))] }, s3: { '': [page(object('a', '"2"'))] } },
    { ...PHOTOS, notifies: 'none' },
  );
  expect(failed).toEqual([]);
  expect(waits).toEqual([]);
  expect(findings.map(({ check }) => check)).toEqual(['photos: notifications', 'photos: read']);
});
