/** After which errors S3 may have made a write. */
import { expect, test } from '@jest/globals';
import { mayHaveWritten } from '../../../../cli/doctor/may-have-written.ts';

const failed = (fields: object) => Object.assign(new Error('failed'), fields);
const answered = (httpStatusCode: number) => failed({ $metadata: { httpStatusCode } });

test.each<[string, Error]>([
  ['a server error', answered(500)],
  ['an overloaded server', answered(503)],
  ['a timeout', failed({ name: 'TimeoutError', $metadata: { attempts: 3 } })],
  ['a lost connection', failed({ code: 'ECONNRESET', $metadata: { attempts: 3 } })],
  ['an unknown error', failed({})],
])('after %s, it may have', (_, error) => {
  expect(mayHaveWritten(error)).toBe(true);
});

test.each<[string, Error]>([
  ['a refusal', answered(403)],
  ['a missing bucket', answered(404)],
  ['a refused connection', failed({ code: 'ECONNREFUSED', $metadata: { attempts: 3 } })],
  ['an unknown host', failed({ code: 'ENOTFOUND' })],
  ['a refused certificate', failed({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })],
  ['a certificate of its own', failed({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })],
  ['missing credentials', failed({ name: 'CredentialsProviderError' })],
  ['a missing Region', new Error('Region is missing')],
])('after %s, it has not', (_, error) => {
  expect(mayHaveWritten(error)).toBe(false);
});
