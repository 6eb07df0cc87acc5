/**
 * `s3dex doctor --write` said that events arrive, although none did: it only looked whether the service knew of the
 * change. If the life of the stored answer ends while the doctor looks, the service asks S3 itself.
 */
import { describe, expect, test } from '@jest/globals';
import { type Doctored, diagnose } from '../support/doctored.ts';

async function events(doctored: Doctored): Promise<Record<string, string>> {
  const { findings } = await diagnose(['--write', 's3://demo/a/'], doctored);
  const found = findings.filter(({ check }) => check.startsWith('events'));
  return Object.fromEntries(found.map(({ check, verdict }) => [check, verdict]));
}

describe('the doctor', () => {
  test('sees that both events arrive', async () => {
    const { code, left, s3 } = await diagnose(['--write', 's3://demo/a/']);
    expect(await events({})).toEqual({
      'events: a new object': 'ok',
      'events: a removed object': 'ok',
    });
    expect({ code, left, s3: s3.map((call) => call.replace(/-doctor-.*/, '')) }).toEqual({
      code: 0,
      left: [],
      s3: ['put demo/a/.s3dex', 'delete demo/a/.s3dex'],
    });
  });

  test('sees that no event arrives, although the service finds the object in S3', async () => {
    expect(await events({ events: [] })).toEqual({ 'events: a new object': 'failed' });
    const { code, left, findings } = await diagnose(['--write', 's3://demo/a/'], { events: [] });
    expect({ code, left }).toEqual({ code: 1, left: [] });
    expect(findings.at(-1)!.detail).toContain('90.0 s');
  });

  test('sees that only the event of the removal is missing', async () => {
    expect(await events({ events: ['put'] })).toEqual({
      'events: a new object': 'ok',
      'events: a removed object': 'failed',
    });
  });

  test('cannot tell if the index stores nothing, because then no event is recorded', async () => {
    expect(await events({ stores: false, events: [] })).toEqual({ events: 'warning' });
    const { findings, s3 } = await diagnose(['--write', 's3://demo/a/'], { stores: false });
    expect(findings.at(-1)!.detail).toContain('cannot tell, because');
    expect(s3).toEqual([]);
  });
});
