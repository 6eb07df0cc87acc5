/** Fills over HTTP: their answers, and that a caller cannot begin, see or cancel one outside its prefixes. */
import { describe, expect, test } from '@jest/globals';
import { fillAnswer, fillStatusAnswer } from '../../../contract/answers/fill.ts';
import type { FillQuestion } from '../../../lambdas/core/questions/fill.ts';
import { FILLS, failed, problemOf, service } from './fixture.ts';

const POST = (bucket: string, body: unknown, fills = {}) =>
  service({}, { fills: { ...FILLS, ...fills } }).send({
    method: 'POST',
    path: `/v1/buckets/${bucket}/fills`,
    body: JSON.stringify(body),
  });

describe('a fill', () => {
  test('begins with 202 and where its progress is', async () => {
    const asked: FillQuestion[] = [];
    const begin: typeof FILLS.begin = async (question) => {
      asked.push(question);
      return FILLS.begin(question);
    };
    const { statusCode, headers, body } = await POST('demo', { prefix: 'a/', recursive: true }, { begin });
    expect([statusCode, headers.location]).toEqual([202, '/v1/buckets/demo/fills/f1']);
    expect(fillAnswer.parse(JSON.parse(body))).toEqual({ id: 'f1' });
    await POST('demo', { prefix: '' }, { begin });
    expect(asked.map(({ bucket, ...rest }) => [bucket.name, rest])).toEqual([
      ['demo', { prefix: 'a/', recursive: true }],
      ['demo', { prefix: '', recursive: false }],
    ]);
  });

  test.each([{}, { prefix: 'a' }, { prefix: 'a/', recursive: 'yes' }, { prefix: 'a/', other: 1 }])(
    'of %j is refused',
    async (body) => {
      const response = await POST('demo', body);
      expect([response.statusCode, problemOf(response).code]).toEqual([400, 'invalid-request']);
    },
  );

  test('shows its progress, and is cancelled with 204', async () => {
    const { send } = service();
    const path = '/v1/buckets/demo/fills/f1';
    const shown = await send({ path });
    expect(fillStatusAnswer.parse(JSON.parse(shown.body))).toEqual({
      ...{ id: 'f1', prefix: 'photos/', state: 'running', listed: 1_200, pages: 2 },
      startedAt: '2026-11-22T09:29:58.000Z',
    });
    const cancelled = await send({ method: 'DELETE', path });
    expect([cancelled.statusCode, cancelled.body]).toEqual([204, '']);
    expect(cancelled.headers['content-type']).toBeUndefined();
  });

  test('outside the served prefixes is not begun, and looks as if it were not there', async () => {
    const outside = await POST('partly', { prefix: '' });
    expect([outside.statusCode, problemOf(outside).code]).toEqual([403, 'forbidden']);
    const hidden: typeof FILLS.find = async (name) => {
      const found = await FILLS.find(name);
      if (found.outcome === 'answered' && found.value) found.value.prefix = 'private/';
      return found;
    };
    const progress: typeof FILLS.progress = async () => {
      throw new Error('the ranges of a fill that the caller may not see are not read');
    };
    const cancelled: unknown[] = [];
    const cancel: typeof FILLS.cancel = async (name) => {
      cancelled.push(name);
      return { outcome: 'answered', value: undefined };
    };
    const { send } = service({}, { fills: { ...FILLS, find: hidden, progress, cancel } });
    const none = service(
      {},
      { fills: { ...FILLS, find: async () => ({ outcome: 'answered', value: undefined }) } },
    );
    for (const method of ['GET', 'DELETE']) {
      const path = '/v1/buckets/partly/fills/f1';
      const [refused, absent] = [await send({ method, path }), await none.send({ method, path })];
      expect(refused.statusCode).toBe(404);
      expect(refused.body).toBe(absent.body);
    }
    expect(cancelled).toEqual([]);
    const strange = await send({ path: '/v1/buckets/demo/fills/a%23b' });
    expect(strange.statusCode).toBe(404);
  });

  test('has no route if there are no workers', async () => {
    const { send } = service({}, { fills: undefined });
    const response = await send({ method: 'POST', path: '/v1/buckets/demo/fills', body: '{"prefix":""}' });
    expect([response.statusCode, problemOf(response).code]).toEqual([404, 'no-such-route']);
  });

  test('that the index or the queue does not accept is 503', async () => {
    const begin: typeof FILLS.begin = async () => failed('unavailable');
    expect((await POST('demo', { prefix: '' }, { begin })).statusCode).toBe(503);
  });
});
