/**
 * Every request of the client, signed by the client and by botocore (Debian's python3-boto3): both signatures must be
 * the same.
 */
import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { sigV4 } from '../../../contract/client/sigv4.ts';
import { createClient, type OutgoingRequest } from '../../../contract/client.ts';

const ENDPOINT = 'https://abc123.execute-api.eu-central-1.amazonaws.com/prod';
const KEYS = ['', 'a b+c', "quote'&<>;#?=@", 'é/日本/😀', '%2F%20', 'tilde~*()!', 'a//b/../c', '\u0001\n'];

/** The requests that the client would send, one for each attempt. */
async function requests(): Promise<OutgoingRequest[]> {
  const seen: OutgoingRequest[] = [];
  const client = createClient({
    endpoint: ENDPOINT,
    sign: async (request) => {
      seen.push(request);
      return {};
    },
    fetch: async () => Response.json({ entries: [], results: [] }),
  });
  for (const key of KEYS) {
    await client.list('demo', key, { limit: 10, cursor: 'A+/=' });
    await client.stat('demo', key, { detail: 'full' });
    await client.statMany('demo', [key]).catch(() => {});
    await client.invalidate('demo', { keys: [key] });
  }
  await client.list('demo.with-dots_and_more');
  await client.stats();
  return seen;
}

/** `20261122T120000Z` as epoch ms. */
const timeOf = (amzDate: string) =>
  Date.parse(amzDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

test('signatures are the same as those of botocore', async () => {
  const all = await requests();
  const input = all.map((request) => `${JSON.stringify(request)}\n`).join('');
  const script = new URL('./botocore_sign.py', import.meta.url).pathname;
  const output = execFileSync('/usr/bin/python3', [script], { input, encoding: 'utf8' });
  const theirs = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  expect(theirs).toHaveLength(all.length);
  for (const [at, request] of all.entries()) {
    const { Authorization, 'X-Amz-Date': date = '', 'X-Amz-Security-Token': token } = theirs[at]!;
    const sign = sigV4({
      region: 'eu-central-1',
      credentials: {
        accessKeyId: 'AKIDEXAMPLE',
        secretAccessKey: 'secret/with+signs',
        sessionToken: 'session-token==',
      },
      now: () => timeOf(date),
    });
    expect({ url: request.url, ...(await sign(request)) }).toEqual({
      url: request.url,
      authorization: Authorization,
      'x-amz-date': date,
      'x-amz-security-token': token,
    });
  }
});
