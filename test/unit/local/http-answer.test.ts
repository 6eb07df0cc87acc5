import { describe, expect, test } from '@jest/globals';
import { toHttpAnswer } from '../../../local/http-answer.ts';

describe("a function's answer as an HTTP answer", () => {
  test('status, headers, cookies and body', () => {
    const answer = toHttpAnswer({
      statusCode: 201,
      headers: { ETag: '"x"', Age: 7, 'content-length': '999', Connection: 'close', gone: undefined },
      cookies: ['a=1', 'b=2'],
      body: 'é',
    });
    expect(answer).toEqual({
      status: 201,
      headers: [
        ['ETag', '"x"'],
        ['Age', '7'],
      ],
      cookies: ['a=1', 'b=2'],
      body: Buffer.from('é'),
    });
  });

  test('a base64 body is bytes', () => {
    const bytes = Buffer.from([0, 255, 31, 139]);
    const answer = toHttpAnswer({ statusCode: 200, body: bytes.toString('base64'), isBase64Encoded: true });
    expect(answer?.body).toEqual(bytes);
  });

  test('without a status code the answer is the body of a 200', () => {
    expect(toHttpAnswer({ hello: 1 })).toMatchObject({ status: 200, body: Buffer.from('{"hello":1}') });
    expect(toHttpAnswer('text')).toMatchObject({ status: 200, body: Buffer.from('text') });
    expect(toHttpAnswer(undefined)).toMatchObject({ status: 200, body: Buffer.from('null') });
  });

  test.each([[{ statusCode: 'no' }], [{ statusCode: 99 }], [{ statusCode: 200, body: {} }]])(
    '%j is no answer',
    (given) => {
      expect(toHttpAnswer(given)).toBeUndefined();
    },
  );

  test("an answer over Lambda's 6 MB is invalid", () => {
    expect(toHttpAnswer({ statusCode: 200, body: 'x'.repeat(6 * 1024 * 1024 + 1) })).toBeUndefined();
  });
});
