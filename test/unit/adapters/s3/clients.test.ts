import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import type { BucketSetting } from '../../../../lambdas/adapters/env-buckets.ts';
import { createClients } from '../../../../lambdas/adapters/s3/clients.ts';

const at = (name: string, place: { region: string; endpoint?: string }): BucketSetting => ({
  served: { name, events: 'none', prefixes: [], listLifeMs: 0, statLifeMs: 0 },
  ...place,
});

describe('S3 clients', () => {
  const clientFor = createClients([
    at('one', { region: 'eu-west-1' }),
    at('two', { region: 'eu-west-1' }),
    at('far', { region: 'us-east-1' }),
    at('own', { region: 'eu-west-1', endpoint: 'http://127.0.0.1:4001' }),
  ]);

  test('buckets at the same endpoint share connections and credentials, but not the client, which has its own limiter', async () => {
    expect(clientFor('one')).toBe(clientFor('one'));
    expect(clientFor('one')).not.toBe(clientFor('two'));
    expect(clientFor('one').config.requestHandler).toBe(clientFor('two').config.requestHandler);
    expect(clientFor('one').config.requestHandler).not.toBe(clientFor('far').config.requestHandler);
    expect(await clientFor('far').config.region()).toBe('us-east-1');
    expect(await clientFor('own').config.endpoint?.()).toMatchObject({ hostname: '127.0.0.1', port: 4001 });
  });

  test('a bucket that is not served has no client', () => {
    expect(() => clientFor('other')).toThrow('other');
  });
});

describe('requests to a requester-pays bucket carry the header', () => {
  test.each([
    ['requester', 'requester'],
    [undefined, undefined],
  ] as const)('requestPayer %s', async (requestPayer, expected) => {
    const client = createClients([{ served: { name: 'b' }, region: 'eu-west-1', requestPayer }])('b');
    client.config.credentials = async () => ({ accessKeyId: 'any', secretAccessKey: 'any' });
    let headers: Record<string, string> = {};
    client.middlewareStack.add(
      (_next) => async (args) => {
        headers = (args.request as { headers: Record<string, string> }).headers;
        return { response: {}, output: { $metadata: {} } } as never;
      },
      { step: 'build', priority: 'low', name: 'seen' },
    );
    await client.send(new ListObjectsV2Command({ Bucket: 'b' }));
    expect(headers['x-amz-request-payer']).toBe(expected);
  });
});
