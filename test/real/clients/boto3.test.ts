/** Debian's boto3: a Python program runs all steps, and its results are compared with the content of the endpoint. */
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BIG_BYTES, BUCKET, CONTROL_NAMES, ODD_NAMES, type Seen, workplaceForSuite } from './workplace.ts';

const place = workplaceForSuite();
const PROGRAMME = join(import.meta.dirname, 'boto3_programme.py');
const NAMES = [...ODD_NAMES, ...CONTROL_NAMES, 'a//b', './dot/../s', '/'];

describe('boto3', () => {
  test('puts, copies, lists, uploads parts and deletes, and sees what the endpoint holds', async () => {
    const output = await place.run('python3', [
      PROGRAMME,
      place.s3.url,
      BUCKET,
      JSON.stringify(NAMES),
      String(BIG_BYTES),
    ]);
    const seen = JSON.parse(output) as Record<'all' | 'in pages' | 'after deletes', Seen[]> &
      Record<'v1' | 'prefixes' | 'codes', string[]>;
    const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    const keys = [...NAMES.flatMap((name) => [`odd/${name}`, `copied/${name}`]), 'big', 'big copy'].sort(
      byBytes,
    );
    expect(seen.all.map(({ key }) => key)).toEqual(keys);
    expect(seen['in pages']).toEqual(seen.all);
    expect(seen.v1).toEqual(keys);
    expect(seen.prefixes).toEqual(['copied/', 'odd/']);
    expect(seen.codes).toEqual([
      'NoSuchKey',
      '404',
      'InvalidArgument',
      'BucketNotEmpty',
      'NoSuchBucketPolicy',
    ]);
    expect(seen.all.filter(({ key }) => key.startsWith('big'))).toMatchObject([
      { sizeBytes: BIG_BYTES, etag: expect.stringMatching(/-2$/) },
      { sizeBytes: BIG_BYTES, etag: expect.stringMatching(/-2$/) },
    ]);
    expect(seen['after deletes']).toEqual(place.ours());
    expect(place.keys()).toEqual(keys.filter((key) => !key.startsWith('odd/') && key !== 'big copy'));
  });
});
