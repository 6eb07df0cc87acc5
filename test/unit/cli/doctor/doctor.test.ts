/** What the doctor finds, with fake services and AWS accounts. */
import { describe, expect, test } from '@jest/globals';
import { checkSettings } from '../../../../cli/doctor/bucket-checks.ts';
import { checkNotifications } from '../../../../cli/doctor/notification-check.ts';
import { NOTIFICATION_KINDS } from '../../../../shared/event-kinds.ts';
import { answering, runCommand } from '../../../support/command-world.ts';

const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
const now = () => NOW;
const dated = (skewSeconds: number) =>
  Response.json({ status: 'ok' }, { headers: { date: new Date(NOW - skewSeconds * 1000).toUTCString() } });
const demo = { name: 'demo', events: 's3' as const, listTtlSeconds: 3600, statTtlSeconds: 3600 };
const healthy = {
  '/v1/health': dated(1),
  '/v1/buckets': { buckets: [demo] },
  '/v1/buckets/demo/entries': { entries: [] },
  '/v1/buckets/demo/index': { coverage: 'none' },
};

async function verdicts(answers: Record<string, unknown>): Promise<Record<string, string>> {
  const { fetch } = answering({ ...healthy, ...answers });
  const { out } = await runCommand(['--json', 'doctor'], { fetch, now });
  const found = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return Object.fromEntries(found.map(({ check, verdict }) => [check, verdict]));
}

const WELL = {
  endpoint: 'ok',
  clock: 'ok',
  credentials: 'ok',
  'demo: settings': 'ok',
  'demo: read': 'ok',
  'demo: index': 'ok',
  events: 'skipped',
};

describe('the doctor', () => {
  test('reports no problem for a healthy service, and stores nothing', async () => {
    const service = answering(healthy);
    const seen: string[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      if (String(input).includes('/entries'))
        seen.push(new Headers(init?.headers).get('cache-control') ?? '');
      return service.fetch(input, init);
    };
    expect((await runCommand(['doctor'], { fetch, now })).code).toBe(0);
    expect(seen).toEqual(['no-cache, no-store']);
    expect(service.asked.filter((request) => !request.startsWith('GET '))).toEqual([]);
    expect(await verdicts({})).toEqual(WELL);
  });

  test('stops if the service does not answer', async () => {
    expect(await verdicts({ '/v1/health': new TypeError('fetch failed') })).toEqual({ endpoint: 'failed' });
  });

  test('stops if the credentials are refused', async () => {
    const refused = Response.json({ message: 'Forbidden' }, { status: 403 });
    expect(await verdicts({ '/v1/buckets': refused })).toEqual({
      endpoint: 'ok',
      clock: 'ok',
      credentials: 'failed',
    });
  });

  test.each([400, -400])('finds a clock that is off by %d s', async (skew) => {
    expect(await verdicts({ '/v1/health': dated(skew) })).toEqual({ ...WELL, clock: 'failed' });
  });

  test('finds an index that does not answer while S3 does', async () => {
    const bypassed = Response.json({ entries: [] }, { headers: { 'cache-status': 's3dex; fwd=bypass' } });
    expect(await verdicts({ '/v1/buckets/demo/entries': bypassed })).toEqual({
      ...WELL,
      'demo: read': 'failed',
    });
  });

  test('finds a bucket the service may not read, and ends with 1', async () => {
    const denied = Response.json({ code: 'upstream-denied', detail: 'S3 refused' }, { status: 502 });
    const { fetch } = answering({ ...healthy, '/v1/buckets/demo/entries': denied });
    const { code, out } = await runCommand(['doctor'], { fetch, now });
    expect(code).toBe(1);
    expect(out).toContain('FAIL  demo: read: S3 refused (upstream-denied, 502). The service');
  });

  test.each([
    [{ ...demo, events: 'none' as const }, 'warning'],
    [{ ...demo, listTtlSeconds: 0, statTtlSeconds: 0 }, 'warning'],
    [demo, 'ok'],
  ])('judges the settings %j', (bucket, verdict) => {
    expect(checkSettings(bucket).verdict).toBe(verdict);
  });
});

test('the doctor of a service on this machine never writes to AWS: it asks for the S3 server', async () => {
  const { fetch } = answering(healthy);
  const ran = await runCommand(['--json', 'doctor', '--write', 's3://demo/x/'], { fetch, now });
  const last = JSON.parse(ran.out.trim().split('\n').at(-1)!);
  expect(last).toMatchObject({
    check: 'events',
    verdict: 'failed',
    detail: expect.stringContaining('--s3-endpoint'),
  });
  expect(ran.code).toBe(1);
});

test("the doctor of a service on this machine does not check AWS's notifications", async () => {
  const { fetch } = answering(healthy);
  const ran = await runCommand(['--json', 'doctor', '--notifications'], { fetch, now });
  const found = ran.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(found).toContainEqual(
    expect.objectContaining({
      check: 'notifications',
      verdict: 'failed',
      detail: expect.stringContaining('--s3-endpoint'),
    }),
  );
});

describe('notifications', () => {
  const bucket = { name: 'photos', events: 's3' as const, listTtlSeconds: 3600, statTtlSeconds: 3600 };
  const rule = (kind: string, prefix?: string) => ({
    Events: [kind],
    ...(prefix !== undefined && { Filter: { Key: { FilterRules: [{ Name: 'Prefix', Value: prefix }] } } }),
  });
  const all = (prefix?: string) => ({
    QueueConfigurations: NOTIFICATION_KINDS.map((kind) => rule(kind, prefix)),
  });

  test('of every kind are valid, to queues or topics, of the whole bucket or of the served prefixes', () => {
    expect(checkNotifications(bucket, all()).verdict).toBe('ok');
    expect(checkNotifications(bucket, { TopicConfigurations: all().QueueConfigurations }).verdict).toBe('ok');
    const partly = { ...bucket, prefixes: ['a b/c+d/'] };
    expect(checkNotifications(partly, all('a+b/c%2Bd/')).verdict).toBe('ok');
    expect(checkNotifications(partly, all()).verdict).toBe('ok');
  });

  test.each([
    ['a kind', { QueueConfigurations: all().QueueConfigurations.slice(1) }, NOTIFICATION_KINDS[0]],
    ['all of them', {}, NOTIFICATION_KINDS.at(-1)!],
    ['what lies outside a filter', all('other/'), NOTIFICATION_KINDS[0]],
    [
      'what has another ending',
      {
        QueueConfigurations: [
          {
            Events: ['s3:ObjectCreated:*'],
            Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.jpg' }] } },
          },
        ],
      },
      's3:ObjectCreated:*',
    ],
  ])('that miss %s are found', (_, configuration, kind) => {
    expect(checkNotifications(bucket, configuration)).toMatchObject({
      verdict: 'failed',
      detail: expect.stringContaining(kind),
    });
  });

  test('by EventBridge are on or off; without events, none are required', () => {
    const bridged = { ...bucket, events: 'eventbridge' as const };
    expect(checkNotifications(bridged, { EventBridgeConfiguration: {} }).verdict).toBe('ok');
    expect(checkNotifications(bridged, all()).verdict).toBe('failed');
    expect(checkNotifications({ ...bucket, events: 'none' }, {}).verdict).toBe('skipped');
  });
});
