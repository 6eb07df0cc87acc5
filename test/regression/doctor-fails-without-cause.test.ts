/**
 * `s3dex doctor` failed where it could not tell. With --write, it took a watch that had ended for a watch, if the
 * newest stored answer was as old. After a write that never left the machine, it said that the object was not removed.
 * It said nothing about a locked index, and did not name the permission that a reader lacks.
 */
import { expect, test } from '@jest/globals';
import { checkNotifications } from '../../cli/doctor/notification-check.ts';
import { type Doctored, diagnose } from '../support/doctored.ts';

const WRITE = ['--write', 's3://demo/a/'];
const HOUR_MS = 3_600_000;

async function events(doctored: Doctored) {
  const { findings } = await diagnose(WRITE, doctored);
  return findings.filter(({ check }) => check.startsWith('events'));
}

test.each<[string, Doctored]>([
  ['a stored answer whose watch has ended', { stores: false, storedForMs: 24 * HOUR_MS }],
  ['a watch without stored answers', { stores: false, storedForMs: 24 * HOUR_MS, showsNoAnswers: true }],
  ['no stored answer', { stores: false }],
])('with %s, the doctor cannot tell', async (_, doctored) => {
  const [found, ...others] = await events({ ...doctored, events: [] });
  expect(found).toMatchObject({ verdict: 'warning', detail: expect.stringContaining('cannot tell') });
  expect(others).toEqual([]);
});

test.each<[string, Doctored]>([
  ['to a missing bucket', { refused: 'NoSuchBucket' }],
  ['with an unknown access key', { refused: 'InvalidAccessKeyId' }],
  ['with an expired token', { refused: 'ExpiredToken' }],
])('after a write %s, nothing is removed', async (_, doctored) => {
  expect(await events(doctored)).toEqual([
    expect.objectContaining({ check: 'events: write', verdict: 'failed' }),
  ]);
  const { s3 } = await diagnose(WRITE, doctored);
  expect(s3.filter((call) => call.startsWith('delete'))).toEqual([]);
});

test('after a write that S3 may have made, an object may have been left', async () => {
  const found = await events({ fails: ['put'], denied: ['delete'] });
  expect(found.map(({ check }) => check)).toEqual(['events: write', 'events: remove']);
  expect(found.at(-1)!.detail).toContain('may have been left');
});

test('a locked index is a finding', async () => {
  const locked = await diagnose([], { floorInMs: HOUR_MS });
  const found = locked.findings.find(({ check }) => check === 'demo: index')!;
  expect(found).toMatchObject({ verdict: 'failed', detail: expect.stringContaining('s3dex empty-index') });
  expect(locked.code).toBe(1);
  for (const floorInMs of [-HOUR_MS, 10_000]) {
    const { findings } = await diagnose([], { floorInMs });
    expect(findings.find(({ check }) => check === 'demo: index')).toMatchObject({ verdict: 'ok' });
  }
});

test("a caller without an operator's permission gets an error that names it", async () => {
  const { code, findings } = await diagnose([], { isReader: true });
  expect(findings.find(({ check }) => check === 'demo: index')).toMatchObject({
    verdict: 'warning',
    detail: expect.stringContaining('s3dex/operate'),
  });
  expect(code).toBe(0);
  const [found, ...others] = await events({ isReader: true });
  expect(found).toMatchObject({ verdict: 'failed', detail: expect.stringContaining('s3dex/operate') });
  expect(others).toEqual([]);
});

test('wrong notifications of each kind come with what to do', () => {
  const bucket = { name: 'photos', listTtlSeconds: 3600, statTtlSeconds: 3600 };
  const bridged = checkNotifications({ ...bucket, events: 'eventbridge' }, {});
  expect(bridged.detail).toContain('feed.revision');
  const direct = checkNotifications({ ...bucket, events: 's3' }, {});
  expect(direct.detail).toContain('topic, set them by hand first');
});
