/** What `s3dex inspect` prints, and its exit code, for given answers. */
import { describe, expect, test } from '@jest/globals';
import { answering, runCommand } from '../../../support/command-world.ts';
import { ago, BUCKET, local, now } from '../../../support/service-answers.ts';

describe('inspect', () => {
  const held = {
    bucket: 'demo',
    prefix: 'a/',
    coverage: 'partial',
    truncated: true,
    voidNames: 1,
    head: { watchedUntil: ago(-90), misses: 2, leaseUntil: ago(-1) },
    floorAt: ago(600),
    chunks: [
      {
        through: 'm',
        entries: 128,
        observedAt: ago(60),
        ageSeconds: 60,
        endsAt: ago(-3540),
        size: 9,
        bytes: 4000,
        state: 'valid',
      },
    ],
    marks: [{ name: 'f', appearedAt: ago(3) }],
    records: [{ name: 'y', says: 'absent', observedAt: ago(2), ageSeconds: 2, endsAt: ago(-298) }],
  };

  test('shows what is held and what a list would cost', async () => {
    const { fetch } = answering({ [`${BUCKET}/index?prefix=a%2F`]: held });
    const { code, out } = await runCommand(['inspect', 's3://demo/a'], { fetch, now });
    expect(code).toBe(0);
    expect(out).toBe(
      `s3://demo/a/  coverage partial, 1 chunk with 128 entries, 1 void name
Only the beginning is shown: the directory is very large.
watched until ${local(90)} (in 1 min 30 s)
being filled until ${local(1)} (in 1 s)
2 misses lately
not used: what was read from S3 until ${local(-600)} (10 min ago)

CHUNKS
range       entries    age  life   stored  state
(start, m]      128  1 min   1 h  3.9 KiB  valid

MARKS
name  appeared             vanished
f     ${local(-3)}  -

RECORDS
name  says    age  until
y     absent  2 s  ${local(298)}

A listing takes at least 1 LIST, 1 HEAD, 3 read units, 3 write units: about
$7.65 per million.
From S3 it takes 1 LIST: $5.00 per million, and $0.40 per million for each HEAD.
`,
    );
  });

  test('of a directory that was never requested says that nothing is held', async () => {
    const { fetch } = answering({
      [`${BUCKET}/index`]: {
        ...held,
        coverage: 'none',
        truncated: false,
        voidNames: 0,
        chunks: [],
        marks: [],
        records: [],
        head: undefined,
        floorAt: undefined,
      },
    });
    const { out } = await runCommand(['inspect', 's3://demo'], { fetch, now });
    expect(out).toMatch(
      /^s3:\/\/demo\/ {2}coverage none, 0 chunks with 0 entries, 0 void names\nnot watched\n\nA listing takes/,
    );
  });
});
