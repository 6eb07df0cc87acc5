/**
 * Findings of the doctor that did not say what to do. If S3 denied the removal of the doctor's object, an error
 * replaced all findings, and the object that was left was not named. A denied check of notifications did not name the
 * permission. A view was taken for a bucket of S3.
 */
import { expect, test } from '@jest/globals';
import { diagnose } from '../support/doctored.ts';

const WRITE = ['--write', 's3://demo/a/'];

test('a denied removal is a finding that names the object', async () => {
  const { code, findings, left } = await diagnose(WRITE, { denied: ['delete'] });
  expect(code).toBe(1);
  expect(left).toHaveLength(1);
  expect(findings).toContainEqual(expect.objectContaining({ check: 'events: a new object', verdict: 'ok' }));
  expect(findings.at(-1)).toMatchObject({ check: 'events: remove', verdict: 'failed' });
  expect(findings.at(-1)!.detail).toContain(`s3://demo/${left[0]} was not removed`);
  expect(findings.at(-1)!.detail).toContain('s3:DeleteObject');
});

test('so it is if no event arrived', async () => {
  const { findings, left } = await diagnose(WRITE, { denied: ['delete'], events: [] });
  expect(findings.slice(-2)).toEqual([
    expect.objectContaining({ check: 'events: a new object', verdict: 'failed' }),
    expect.objectContaining({ detail: expect.stringContaining(left[0]!) }),
  ]);
});

test('after an interruption too', async () => {
  const interruption = new AbortController();
  const onS3 = (operation: string) => {
    if (operation === 'put') interruption.abort(new Error('interrupted'));
  };
  const { signal } = interruption;
  const { code, err, left } = await diagnose(WRITE, { denied: ['delete'], onS3, signal });
  expect(code).toBe(130);
  expect(JSON.parse(err)).toMatchObject({
    error: 'interrupted',
    hints: [expect.stringContaining(`s3://demo/${left[0]} was not removed`)],
  });
  const allowed = new AbortController();
  const abort = () => allowed.abort(new Error('interrupted'));
  const removed = await diagnose(WRITE, { onS3: abort, signal: allowed.signal });
  expect({ code: removed.code, left: removed.left, err: removed.err }).toEqual({
    code: 130,
    left: [],
    err: '',
  });
});

test('a denied write names the permission, and nothing is left', async () => {
  const { findings, s3 } = await diagnose(WRITE, { denied: ['put'] });
  expect(findings.at(-1)).toMatchObject({ check: 'events: write', verdict: 'failed' });
  expect(findings.at(-1)!.detail).toContain('s3:PutObject');
  expect(s3).toHaveLength(1);
});

test('after a write that failed without a refusal, the object is removed', async () => {
  const { findings, left } = await diagnose(WRITE, { fails: ['put'] });
  expect(findings.at(-1)).toMatchObject({ check: 'events: write', verdict: 'failed' });
  expect(left).toEqual([]);
});

test('denied notifications name the permission and the bucket', async () => {
  const { code, findings } = await diagnose(['--notifications'], { denied: ['notifications'] });
  expect(code).toBe(1);
  const found = findings.find(({ check }) => check === 'demo: notifications')!;
  expect(found.verdict).toBe('failed');
  expect(found.detail).toContain('s3:GetBucketNotification on the bucket demo');
});

test('a view is not a bucket of S3', async () => {
  const view = {
    name: 'team',
    events: 's3' as const,
    listTtlSeconds: 60,
    statTtlSeconds: 60,
    view: true as const,
  };
  const notifications = await diagnose(['--notifications'], { buckets: [view] });
  expect(notifications.findings).toContainEqual(
    expect.objectContaining({ check: 'team: notifications', verdict: 'skipped' }),
  );
  const written = await diagnose(['--write', 's3://team/a/'], { buckets: [view] });
  expect(written.findings.at(-1)).toMatchObject({
    verdict: 'failed',
    detail: expect.stringContaining('view'),
  });
  expect([...notifications.s3, ...written.s3]).toEqual([]);
});
