/** What `s3dex flush` prints, and its exit code, for given answers. */
import { describe, expect, test } from '@jest/globals';
import { answering, runCommand } from '../../../support/command-world.ts';
import { ago, BUCKET, local } from '../../../support/service-answers.ts';

describe('flush', () => {
  const answers = answering({ [`${BUCKET}/invalidations`]: { invalidatedAt: ago(0) } });

  test('takes directories with all below, and single keys', async () => {
    const { out } = await runCommand(['flush', 's3://demo/a/', 's3://demo/b'], answers);
    expect(out).toBe(
      `s3://demo/a/ and everything below: invalidated; no answer from before ${local(0)} is used any more\n` +
        `s3://demo/b: invalidated; no answer from before ${local(0)} is used any more\n`,
    );
  });

  test('--json prints what was invalidated', async () => {
    const { out } = await runCommand(['--json', 'flush', 's3://demo', 's3://demo/b'], answers);
    expect(JSON.parse(out)).toEqual({ bucket: 'demo', keys: ['b'], prefixes: [''], invalidatedAt: ago(0) });
  });
});
