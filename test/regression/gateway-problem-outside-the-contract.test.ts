/**
 * The local gateway's own errors had a field `message`, which the OpenAPI document does not allow. For a path with
 * malformed percent-encoding the detail said that the request was not HTTP. Later, errors with a code and status of
 * the error table had another type and title than the service gives them.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { problem } from '../../contract/answers/problem.ts';
import { ERRORS, problemType } from '../../contract/errors.ts';
import { type HttpApi, startHttpApi } from '../../local/http-api.ts';

let api: HttpApi;
beforeAll(async () => {
  api = await startHttpApi({
    port: 0,
    invoke: () => Promise.reject(new Error('a bug')),
    onError: () => {},
  });
});
afterAll(() => api.close());

test.each([
  ['malformed percent-encoding in the path', '/v1/buckets/%zz/entries', 400],
  ['a path that is not UTF-8', '/v1/buckets/%ff/entries', 400],
  ['a function that throws', '/v1/health', 500],
  ['a request line that is too long', `/${'x'.repeat(10_300)}`, 414],
])('%s is answered with a problem of the contract', async (_what, target, status) => {
  const answer = await fetch(`http://127.0.0.1:${api.port}${target}`);
  expect([answer.status, answer.headers.get('vary')]).toEqual([status, 'Accept-Encoding']);
  const { detail, ...rest } = problem.parse(await answer.json());
  expect(detail.startsWith('path: ')).toBe(target.includes('%'));
  const { status: usual, title } = ERRORS[rest.code];
  if (status === usual)
    expect(rest).toEqual({ type: problemType(rest.code), title, status, code: rest.code });
  else expect(rest).toMatchObject({ type: 'about:blank', status });
});
