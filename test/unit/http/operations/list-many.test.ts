import { describe, expect, test } from '@jest/globals';
import { listManyAnswer } from '../../../../contract/answers/list-many.ts';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import type { Answer } from '../../../../lambdas/core/questions/answer.ts';
import type { ListPage } from '../../../../lambdas/core/questions/list.ts';
import { MAX_ANSWER_WIRE_BYTES } from '../../../../lambdas/http/answer-size.ts';
import { formatCursor } from '../../../../lambdas/http/cursor.ts';
import { DEMO, failed, HIT, NEUTRAL, problemOf, service } from '../fixture.ts';

const PATH = '/v1/buckets/demo/entries';
const post = (body: unknown, path = PATH) => ({ method: 'POST', path, body: JSON.stringify(body) });

const page = (entries: Entry[], next?: string): Answer<ListPage> => ({
  outcome: 'answered',
  value: { entries, next },
  provenance: HIT,
});
const answering = (answers: Answer<ListPage>[]) =>
  service({ listMany: async () => ({ outcome: 'answered', value: answers, provenance: HIT }) });

describe('list many', () => {
  test('asks for each directory with its filter', async () => {
    const { send, asked } = service();
    const response = await send(post({ prefixes: ['a/', 'b/c', '', 'a/'], limit: 20 }));
    expect(response.statusCode).toBe(200);
    expect(asked).toEqual([
      {
        operation: 'listMany',
        question: {
          bucket: DEMO,
          places: [
            { directory: 'a/', filter: '' },
            { directory: 'b/', filter: 'c' },
            { directory: '', filter: '' },
            { directory: 'a/', filter: '' },
          ],
          limit: 20,
          freshness: NEUTRAL,
        },
      },
    ]);
  });

  test('answers in the requested order, each part as list does or with its problem', async () => {
    const { send, counted } = answering([
      page([{ type: 'object', name: 'x', sizeBytes: 1 }], 'x'),
      failed('unavailable', HIT),
      page([]),
    ]);
    const response = await send(post({ prefixes: ['a/', 'b/', 'c/'] }));
    const body = JSON.parse(response.body);
    expect(listManyAnswer.safeParse(body).success).toBe(true);
    expect(body).toEqual({
      results: [
        {
          prefix: 'a/',
          entries: [{ type: 'object', name: 'x', key: 'a/x', size: 1 }],
          nextCursor: formatCursor({ bucket: 'demo', prefix: 'a/' }, 'x'),
        },
        { prefix: 'b/', problem: expect.objectContaining({ status: 503, code: 'unavailable' }) },
        { prefix: 'c/', entries: [] },
      ],
    });
    expect(response.headers).toMatchObject({ age: '12', 'cache-status': 's3dex; hit; ttl=3588' });
    expect(response.headers.etag).toMatch(/^W\//);
    expect(counted.get('requests')).toBe(1);
    expect(counted.get('plainLists')).toBe(2);
  });

  test('a directory outside the served prefixes gets its own problem and is not read', async () => {
    const { send, asked } = service();
    const response = await send(
      post({ prefixes: ['private/', 'photos/', 'logs/'] }, '/v1/buckets/partly/entries'),
    );
    expect(JSON.parse(response.body).results).toEqual([
      {
        prefix: 'private/',
        problem: expect.objectContaining({
          code: 'forbidden',
          detail: expect.stringMatching(/^prefixes\[0\]: /),
        }),
      },
      { prefix: 'photos/', entries: [] },
      { prefix: 'logs/', problem: expect.objectContaining({ code: 'forbidden' }) },
    ]);
    expect(asked).toMatchObject([{ question: { places: [{ directory: 'photos/' }] } }]);
  });

  test('if no part can be answered, the answer is the first problem', async () => {
    const outside = await service().send(post({ prefixes: ['x/', 'y/'] }, '/v1/buckets/partly/entries'));
    expect(problemOf(outside)).toMatchObject({ status: 403, code: 'forbidden' });
    const { send } = service({ listMany: async () => failed('unavailable', HIT) });
    expect(problemOf(await send(post({ prefixes: ['a/'] })))).toMatchObject({ status: 503 });
    const unserved = await service().send(post({ prefixes: ['a/'] }, '/v1/buckets/none/entries'));
    expect(problemOf(unserved)).toMatchObject({ status: 404, code: 'no-such-bucket' });
  });

  test.each<[unknown, string]>([
    [{}, 'prefixes'],
    [{ prefixes: [] }, 'prefixes'],
    [{ prefixes: 'a/' }, 'prefixes'],
    [{ prefixes: Array.from({ length: 101 }, () => 'a/') }, 'prefixes'],
    [{ prefixes: ['a/', 7] }, 'prefixes[1]'],
    [{ prefixes: ['a'.repeat(1025)] }, 'prefixes[0]'],
    [{ prefixes: ['a/'], limit: 0 }, 'limit'],
    [{ prefixes: ['a/'], limit: 1001 }, 'limit'],
    [{ prefixes: ['a/'], limit: '10' }, 'limit'],
    [{ prefixes: ['a/'], cursor: 'x' }, 'cursor'],
  ])('%j is refused by the name of its field', async (body, field) => {
    const { send, asked } = service();
    const { status, detail } = problemOf(await send(post(body)));
    expect(status).toBe(400);
    expect(detail.startsWith(`${field}: `)).toBe(true);
    expect(asked).toEqual([]);
  });

  test('takes no parameters', async () => {
    const response = await service().send({ ...post({ prefixes: ['a/'] }), query: 'limit=1' });
    expect(problemOf(response)).toMatchObject({ status: 400, detail: expect.stringMatching(/^limit: /) });
  });

  test.each([
    ['ordinary names', 'IMG_2026_holiday_'],
    ['names that JSON writes long', `${'\u0001"\\'.repeat(100)}`],
  ])('pages of %s are cut to fit in one answer, and go on by their cursors', async (_, stem) => {
    const entries = Array.from(
      { length: 1000 },
      (_, index): Entry => ({
        type: 'object',
        name: `${stem}${String(index).padStart(4, '0')}`,
        sizeBytes: 1,
      }),
    );
    const prefixes = Array.from({ length: 100 }, (_, index) => `${index}/`);
    // A small directory leaves the rest of its share to the others.
    const { send } = answering(prefixes.map((_, index) => page(index === 0 ? entries.slice(0, 1) : entries)));
    const response = await send(post({ prefixes }));
    expect(response.statusCode).toBe(200);
    expect(Buffer.byteLength(JSON.stringify(response.body))).toBeLessThanOrEqual(MAX_ANSWER_WIRE_BYTES);
    const { results } = JSON.parse(response.body);
    expect(results[0].nextCursor).toBeUndefined();
    for (const [index, result] of results.slice(1).entries()) {
      expect(result.entries.length).toBeGreaterThan(0);
      expect(result.entries.length).toBeLessThan(1000);
      const { name } = result.entries.at(-1);
      expect(result.nextCursor).toBe(formatCursor({ bucket: 'demo', prefix: prefixes[index + 1]! }, name));
    }
  });
});
