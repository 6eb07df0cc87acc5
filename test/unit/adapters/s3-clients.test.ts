import { describe, expect, test } from '@jest/globals';
import type { BucketSetting } from '../../../lambdas/adapters/env-buckets.ts';
import { createClients } from '../../../lambdas/adapters/s3/clients.ts';

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

  test('buckets in one place share a client, others do not', async () => {
    expect(clientFor('one')).toBe(clientFor('two'));
    expect(new Set(['one', 'far', 'own'].map(clientFor)).size).toBe(3);
    expect(await clientFor('far').config.region()).toBe('us-east-1');
    expect(await clientFor('own').config.endpoint?.()).toMatchObject({ hostname: '127.0.0.1', port: 4001 });
  });

  test('a bucket that is not served has none', () => {
    expect(() => clientFor('other')).toThrow('other');
  });
});
