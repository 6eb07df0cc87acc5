/** What `s3dex warm` prints, and its exit code, for given answers. */
import { describe, expect, test } from '@jest/globals';
import { answering, runCommand } from '../../../support/command-world.ts';
import { ago, BUCKET, directory, now, object, page } from '../../../support/service-answers.ts';

describe('warm', () => {
  test('of an empty prefix prints that and ends with 1', async () => {
    const { fetch } = answering({ [`${BUCKET}/entries?prefix=nope%2F`]: { entries: [] } });
    const ran = await runCommand(['warm', 's3://demo/nope/'], { fetch, now });
    expect(ran).toMatchObject({ code: 1, err: 's3://demo/nope/: nothing found\n' });
  });

  const noWorkers = Response.json({ code: 'no-such-route', detail: 'no workers' }, { status: 404 });

  test('lets the workers of the service read what is not held', async () => {
    const held = new Set<string>();
    const { fetch: answer, asked } = answering({
      [`${BUCKET}/entries`]: page(object('a', 3)),
      [`${BUCKET}/fills`]: { id: 'f1' },
      [`${BUCKET}/fills/f1`]: {
        ...{ id: 'f1', prefix: '', state: 'complete', listed: 1, pages: 1 },
        startedAt: ago(1),
        finishedAt: ago(0),
      },
    });
    const fetch: typeof answer = async (input, init) => {
      if (String(input).endsWith('/fills/f1')) held.add('');
      const isCold = String(input).includes('/entries') && held.size === 0;
      if (isCold) return Response.json({ code: 'only-if-cached', detail: 'cold' }, { status: 504 });
      return answer(input, init);
    };
    const { code, out } = await runCommand(['warm', 's3://demo'], { fetch, now });
    expect({ code, out }).toEqual({
      code: 0,
      out: 's3://demo/: 1 directory, 1 object, 3 Bytes in 0 ms; 1 page from S3, 1 in the index already\n',
    });
    expect(asked).toEqual([
      `POST ${BUCKET}/fills`,
      `GET ${BUCKET}/fills/f1`,
      expect.stringContaining(`GET ${BUCKET}/entries`),
    ]);
  });

  test('counts what it could not read, and ends with 4', async () => {
    const { fetch } = answering({
      [`${BUCKET}/fills`]: noWorkers,
      [`${BUCKET}/entries`]: page(directory('a/'), directory('b/'), object('c', 3)),
      [`${BUCKET}/entries?prefix=a%2F`]: page(object('a/x', 4)),
      [`${BUCKET}/entries?prefix=b%2F`]: Response.json(
        { code: 'upstream-denied', detail: 'no' },
        { status: 502 },
      ),
    });
    const { code, out, err } = await runCommand(['warm', 's3://demo'], { fetch, now });
    expect({ code, out }).toEqual({
      code: 4,
      out: 's3://demo/: 2 directories, 2 objects, 7 Bytes in 0 ms; 0 pages from S3, 2 in the index already\n',
    });
    expect(err).toBe('not read: b/: no (upstream-denied, 502)\n');
  });
});
