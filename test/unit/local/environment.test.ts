import { describe, expect, test } from '@jest/globals';
import { ENV, readInvalidationSettings, readListingSettings } from '../../../lambdas/adapters/env.ts';
import { readFillSettings } from '../../../lambdas/adapters/env-fill.ts';
import { type EnvironmentParts, functionEnvironment } from '../../../local/environment.ts';

const parts = (more: Partial<EnvironmentParts> = {}): EnvironmentParts => ({
  tableName: 'table',
  buckets: ['one', 'two'],
  eventsMode: 's3',
  s3Endpoint: 'http://127.0.0.1:1',
  dynamodbEndpoint: 'http://127.0.0.1:2',
  queues: {
    endpoint: 'http://127.0.0.1:3',
    fillQueueUrl: 'http://127.0.0.1:3/0/fills',
    deadLetterQueueUrl: 'http://127.0.0.1:3/0/dead',
  },
  given: {},
  ...more,
});

describe('the environment of the local functions', () => {
  test('is valid for all functions', () => {
    const environment = functionEnvironment(parts());
    expect(readListingSettings(environment)).toMatchObject({
      tableName: 'table',
      clockMarginMs: 0,
      dynamodbEndpoint: 'http://127.0.0.1:2',
      buckets: [
        { served: { name: 'one', events: 's3' }, endpoint: 'http://127.0.0.1:1' },
        { served: { name: 'two', events: 's3' }, endpoint: 'http://127.0.0.1:1' },
      ],
    });
    expect(readInvalidationSettings(environment)).toMatchObject({
      sqsEndpoint: 'http://127.0.0.1:3',
      deadLetterQueueUrl: 'http://127.0.0.1:3/0/dead',
    });
    expect(readFillSettings(environment)).toMatchObject({
      queueUrl: 'http://127.0.0.1:3/0/fills',
      concurrency: 4,
    });
  });

  test('without events, the mode of the buckets is without events', () => {
    const { buckets } = readListingSettings(functionEnvironment(parts({ eventsMode: 'none' })));
    expect(buckets.map(({ served }) => served.events)).toEqual(['none', 'none']);
  });

  test('served prefixes and lives are taken from the process, for the buckets served', () => {
    const given = {
      [ENV.buckets]:
        '[{"name":"two","events":"none","prefixes":["a/"],"listTtlSeconds":5},{"name":"other","events":"s3"}]',
    };
    const { buckets } = readListingSettings(functionEnvironment(parts({ given })));
    expect(buckets.map(({ served }) => served)).toMatchObject([
      { name: 'one', prefixes: [] },
      { name: 'two', events: 's3', prefixes: ['a/'], listLifeMs: 5_000 },
    ]);
  });

  test.each([
    ['x', 'S3DEX_BUCKETS is not JSON'],
    ['{}', 'S3DEX_BUCKETS must be an array of buckets'],
    ['[{"name":"two"}]', 'S3DEX_BUCKETS[0].events must be "s3", "eventbridge" or "none"'],
    ['[{"name":"two","events":"s4"}]', 'S3DEX_BUCKETS[0].events must be "s3", "eventbridge" or "none"'],
    ['[{"name":"other","events":"s3","prefixes":["a"]}]', 'S3DEX_BUCKETS[0].prefixes[0] must end in'],
  ])('settings of buckets that a function would refuse are refused: %s', (text, fault) => {
    expect(() => functionEnvironment(parts({ given: { [ENV.buckets]: text } }))).toThrow(fault);
  });

  test("the user's own credentials are kept", () => {
    expect(functionEnvironment(parts())).toHaveProperty('AWS_ACCESS_KEY_ID');
    const own = functionEnvironment(parts({ given: { AWS_PROFILE: 'mine' } }));
    expect(own).not.toHaveProperty('AWS_ACCESS_KEY_ID');
  });
});
