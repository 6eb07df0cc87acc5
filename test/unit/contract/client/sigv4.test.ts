/** Compares signatures with those that AWS published, and with the requests that the client sends. */
import { describe, expect, test } from '@jest/globals';
import { sigV4 } from '../../../../contract/client/sigv4.ts';
import { fakeService, json } from './fake-service.ts';

/** The example credentials and time of the Signature Version 4 test suite (AWS General Reference). */
const EXAMPLE = {
  region: 'us-east-1',
  service: 'service',
  credentials: {
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  },
  now: () => Date.UTC(2015, 7, 30, 12, 36, 0),
};

describe('Signature Version 4', () => {
  test('get-vanilla of the test suite', async () => {
    expect(await sigV4(EXAMPLE)({ method: 'GET', url: 'https://example.amazonaws.com/' })).toEqual({
      'x-amz-date': '20150830T123600Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    });
  });

  test('get-vanilla-query-order-key-case of the test suite', async () => {
    const headers = await sigV4(EXAMPLE)({
      method: 'GET',
      url: 'https://example.amazonaws.com/?Param2=value2&Param1=value1',
    });
    expect(headers.authorization).toMatch(
      /Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500$/,
    );
  });

  test('is for the service execute-api, and contains the session token', async () => {
    const sign = sigV4({
      region: 'eu-central-1',
      credentials: async () => ({ accessKeyId: 'A', secretAccessKey: 'B', sessionToken: 'C' }),
      now: EXAMPLE.now,
    });
    const { client, sent } = fakeService([json({ status: 'ok' })], { sign });
    await client.health();
    const headers = sent[0]?.headers;
    expect(headers?.get('authorization')).toContain(
      'Credential=A/20150830/eu-central-1/execute-api/aws4_request',
    );
    expect(headers?.get('x-amz-security-token')).toBe('C');
    expect(headers?.has('host')).toBe(false);
  });

  test('signs the body', async () => {
    const sign = sigV4(EXAMPLE);
    const post = (body: string) => sign({ method: 'POST', url: 'https://index.example/v1/x', body });
    expect((await post('{"keys":["a"]}')).authorization).not.toBe(
      (await post('{"keys":["b"]}')).authorization,
    );
  });

  test('is made again for each retry', async () => {
    const times = [0, 1_000];
    const sign = sigV4({ ...EXAMPLE, now: () => times.shift()! });
    const { client, sent } = fakeService([new Response('', { status: 429 }), json({ status: 'ok' })], {
      sign,
    });
    await client.health();
    expect(sent.map(({ headers }) => headers.get('x-amz-date'))).toEqual([
      '19700101T000000Z',
      '19700101T000001Z',
    ]);
  });
});
