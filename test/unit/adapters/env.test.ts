import { describe, expect, test } from '@jest/globals';
import { PRICES } from '../../../contract/prices.ts';
import { ENV, readInvalidationSettings, readListingSettings } from '../../../lambdas/adapters/env.ts';
import { readCanarySettings } from '../../../lambdas/adapters/env-canary.ts';

const GOOD = {
  S3DEX_TABLE: 'index',
  S3DEX_BUCKETS: '[{"name":"photos","events":"s3"}]',
  AWS_REGION: 'eu-west-1',
  PATH: '/bin',
};
const withBuckets = (buckets: unknown) => ({ ...GOOD, S3DEX_BUCKETS: JSON.stringify(buckets) });
const faultsOf = (env: Record<string, string | undefined>): string => {
  try {
    readListingSettings(env);
    return 'no fault';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the settings of the listing function', () => {
  test('may be minimal; the rest has defaults', () => {
    expect(readListingSettings(GOOD)).toEqual({
      tableName: 'index',
      region: 'eu-west-1',
      deployment: 's3dex',
      functionGb: 1,
      clockMarginMs: 100,
      requestBudgetMs: 20_000,
      views: [],
      buckets: [
        {
          region: 'eu-west-1',
          served: {
            name: 'photos',
            events: 's3',
            prefixes: [],
            listLifeMs: 3_600_000,
            statLifeMs: 3_600_000,
            tree: { roots: [''], lifeMs: 3_600_000 },
          },
        },
      ],
    });
  });

  test('are read completely; settings of a bucket override those of the function', () => {
    const settings = readListingSettings({
      ...withBuckets([
        { name: 'a.b_C', events: 'none', prefixes: ['x/', 'y/z/'], tree: { ttlSeconds: 5 } },
        {
          name: 'logs',
          events: 'eventbridge',
          listTtlSeconds: 0,
          statTtlSeconds: 604_800,
          tree: { roots: ['a/', 'b/c/'] },
          endpoint: 'https://s3.example.net',
          region: 'us-east-1',
          requestPayer: 'requester',
          storeAtSecondMiss: true,
        },
      ]),
      S3DEX_CLOCK_MARGIN_MS: '0',
      S3DEX_REQUEST_BUDGET_MS: '5000',
      S3DEX_S3_ENDPOINT: 'http://127.0.0.1:4001',
      S3DEX_DYNAMODB_ENDPOINT: 'http://127.0.0.1:4002',
      LOG_LEVEL: 'debug',
    });
    expect(settings).toMatchObject({
      clockMarginMs: 0,
      requestBudgetMs: 5_000,
      dynamodbEndpoint: 'http://127.0.0.1:4002',
    });
    expect(settings.buckets).toEqual([
      {
        endpoint: 'http://127.0.0.1:4001',
        region: 'eu-west-1',
        served: {
          name: 'a.b_C',
          events: 'none',
          prefixes: ['x/', 'y/z/'],
          listLifeMs: 60_000,
          statLifeMs: 300_000,
          tree: { roots: ['x/', 'y/z/'], lifeMs: 5_000 },
        },
      },
      {
        endpoint: 'https://s3.example.net',
        region: 'us-east-1',
        requestPayer: 'requester',
        served: {
          name: 'logs',
          events: 'eventbridge',
          prefixes: [],
          listLifeMs: 0,
          statLifeMs: 604_800_000,
          tree: { roots: ['a/', 'b/c/'], lifeMs: 0 },
          storesAtSecondMiss: true,
        },
      },
    ]);
  });

  test.each([
    [undefined, [''], ['']],
    [undefined, [], []],
    [['x/', 'y/'], [''], ['x/', 'y/']],
    [['x/', 'y/'], ['x/a/', 'z/'], ['x/a/']],
  ])('with served prefixes %j and roots %j, the trees begin at %j', (prefixes, roots, expected) => {
    const { buckets } = readListingSettings(
      withBuckets([{ name: 'photos', events: 's3', prefixes, tree: { roots } }]),
    );
    expect(buckets[0]!.served.tree!.roots).toEqual(expected);
  });

  test('that are wrong are all named at once', () => {
    const faults = faultsOf({ S3DEX_TABEL: 'index', S3DEX_CLOCK_MARGIN_MS: '-1' });
    expect(faults.split('\n')).toEqual([
      'Invalid settings of the listing function:',
      `  S3DEX_TABEL is not a setting (the settings are: ${Object.values(ENV).join(', ')})`,
      '  S3DEX_TABLE is missing',
      '  S3DEX_BUCKETS is missing',
      '  S3DEX_CLOCK_MARGIN_MS must be a whole number from 0 to 10000',
      '  AWS_REGION is missing',
    ]);
  });

  test.each([
    ['', 'S3DEX_BUCKETS is not JSON'],
    ['photos,logs', 'S3DEX_BUCKETS is not JSON'],
    ['{}', 'S3DEX_BUCKETS must be an array of buckets'],
    ['[]', 'S3DEX_BUCKETS must name at least one bucket'],
    ['["photos"]', 'S3DEX_BUCKETS[0] '],
    ['[{"events":"s3"}]', 'S3DEX_BUCKETS[0].name must be a string'],
    ['[{"name":"a/b","events":"s3"}]', 'S3DEX_BUCKETS[0].name is not a bucket name'],
    ['[{"name":"abc"}]', 'S3DEX_BUCKETS[0].events must be "s3", "eventbridge" or "none"'],
    ['[{"name":"abc","events":"S3"}]', 'S3DEX_BUCKETS[0].events must be "s3", "eventbridge" or "none"'],
    ['[{"name":"abc","events":"s3","ttl":1}]', 'S3DEX_BUCKETS[0] has unknown fields: ttl'],
    ['[{"name":"abc","events":"s3","prefixes":[]}]', 'S3DEX_BUCKETS[0].prefixes must not be empty'],
    [
      '[{"name":"abc","events":"s3","tree":{"roots":["a"]}}]',
      'S3DEX_BUCKETS[0].tree.roots[0] must be empty or end in',
    ],
    [
      '[{"name":"abc","events":"s3","tree":{"roots":["a/","a/b/"]}}]',
      'S3DEX_BUCKETS[0].tree.roots one root must not be inside',
    ],
    ['[{"name":"abc","events":"s3","tree":{"root":""}}]', 'S3DEX_BUCKETS[0].tree has unknown fields: root'],
    ['[{"name":"abc","events":"s3","prefixes":["a"]}]', 'S3DEX_BUCKETS[0].prefixes[0] must end in'],
    ['[{"name":"abc","events":"s3","prefixes":[""]}]', 'S3DEX_BUCKETS[0].prefixes[0] must end in'],
    ['[{"name":"abc","events":"s3","listTtlSeconds":-1}]', 'S3DEX_BUCKETS[0].listTtlSeconds must be'],
    ['[{"name":"abc","events":"s3","listTtlSeconds":1.5}]', 'S3DEX_BUCKETS[0].listTtlSeconds must be'],
    ['[{"name":"abc","events":"s3","listTtlSeconds":"60"}]', 'S3DEX_BUCKETS[0].listTtlSeconds must be'],
    ['[{"name":"abc","events":"s3","statTtlSeconds":604801}]', 'S3DEX_BUCKETS[0].statTtlSeconds must be'],
    [
      '[{"name":"abc","events":"s3","endpoint":"s3.example.net"}]',
      'S3DEX_BUCKETS[0].endpoint must be an http',
    ],
    ['[{"name":"abc","events":"s3"},{"name":"abc","events":"none"}]', 'S3DEX_BUCKETS names a bucket twice'],
  ])('buckets %s: %s', (text, fault) => {
    expect(faultsOf({ ...GOOD, S3DEX_BUCKETS: text })).toContain(`\n  ${fault}`);
  });

  test.each([
    ['S3DEX_TABLE', ''],
    ['AWS_REGION', ''],
    ['S3DEX_REQUEST_BUDGET_MS', '1e3'],
    ['S3DEX_REQUEST_BUDGET_MS', '28001'],
    ['S3DEX_S3_ENDPOINT', ''],
    ['S3DEX_S3_ENDPOINT', 'ftp://127.0.0.1'],
    ['S3DEX_DYNAMODB_ENDPOINT', 'localhost:8000'],
    ['LOG_LEVEL', 'loud'],
    ['S3DEX_', 'x'],
  ])('%s=%s is refused, naming the setting', (name, value) => {
    expect(faultsOf({ ...GOOD, [name]: value })).toContain(`\n  ${name} `);
  });

  test('are read from process.env', () => {
    expect(faultsOf(process.env)).toContain('S3DEX_TABLE is missing');
  });
});

describe('the settings of the invalidation function', () => {
  test('are the same except for its queue', () => {
    const settings = readInvalidationSettings({
      ...GOOD,
      S3DEX_DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/dead',
      S3DEX_SQS_ENDPOINT: 'http://127.0.0.1:4003',
    });
    expect(settings).toMatchObject({
      tableName: 'index',
      clockMarginMs: 100,
      deadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/dead',
      sqsEndpoint: 'http://127.0.0.1:4003',
    });
  });

  test('both functions may share one environment', () => {
    const shared = {
      ...GOOD,
      S3DEX_DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1/q',
      S3DEX_REQUEST_BUDGET_MS: '1000',
    };
    expect(() => readListingSettings(shared)).not.toThrow();
    expect(() => readInvalidationSettings(shared)).not.toThrow();
  });
});

describe('views and prefixes of callers', () => {
  const withViews = (views: unknown) => ({ ...GOOD, S3DEX_VIEWS: JSON.stringify(views) });

  test('a view is its bucket with its own prefixes', () => {
    const view = { view: 'team-a', bucket: 'photos', prefixes: ['a/'] };
    const { views } = readListingSettings(withViews([view]));
    expect(views).toEqual([['team-a', expect.objectContaining({ name: 'photos', prefixes: ['a/'] })]]);
  });

  test.each([
    [
      'no prefix',
      [{ view: 'team-a', bucket: 'photos', prefixes: [] }],
      'S3DEX_VIEWS[0].prefixes must not be empty',
    ],
    [
      'a name with a slash',
      [{ view: 'a/b', bucket: 'photos', prefixes: ['a/'] }],
      'S3DEX_VIEWS[0].view is not a name',
    ],
    ['an unknown bucket', [{ view: 'team-a', bucket: 'logs', prefixes: ['a/'] }], 'which is not served'],
  ])('%s stops the start', (_, views, fault) => {
    expect(faultsOf(withViews(views))).toContain(fault);
  });

  test.each([
    ['nothing', '[]', 'nobody could see anything'],
    ['a prefix without a claim, the same for all', '["public/"]', 'must contain a claim'],
    ['a template that names no directory', '["users/$\u007bsub}"]', 'must contain a claim'],
    ['half a claim', '["users/$sub/"]', 'must contain a claim'],
  ])('a template of %s stops the start', (_, S3DEX_CALLER_PREFIXES, fault) => {
    expect(faultsOf({ ...GOOD, S3DEX_CALLER_PREFIXES })).toContain(fault);
  });
});

describe('the settings of the canary', () => {
  const CANARY = {
    S3DEX_API_URL: 'https://api.example',
    S3DEX_DEPLOYMENT: 'mine',
    AWS_REGION: 'eu-west-1',
    S3DEX_CANARY_BUCKETS: '[{"name":"photos","region":"us-west-2","notifies":"eventbridge"}]',
  };

  test('contain an API and buckets', () => {
    expect(readCanarySettings(CANARY)).toEqual({
      apiUrl: 'https://api.example',
      deployment: 'mine',
      region: 'eu-west-1',
      buckets: [{ name: 'photos', region: 'us-west-2', prefixes: [], notifies: 'eventbridge' }],
    });
  });

  test('that are wrong are named', () => {
    const wrong = { ...CANARY, S3DEX_CANARY_BUCKETS: '[{"name":"photos","region":"x","notifies":"sns"}]' };
    expect(() => readCanarySettings(wrong)).toThrow('S3DEX_CANARY_BUCKETS[0].notifies must be an ARN');
  });
});

describe('prices', () => {
  const priceList = { region: 'eu-west-1', asOf: '2026-11-01', prices: PRICES };

  test('are read from the environment', () => {
    const env = { ...GOOD, S3DEX_PRICES: JSON.stringify(priceList) };
    expect(readListingSettings(env).priceList).toEqual(priceList);
  });

  test('that are missing or negative are errors', () => {
    const { logGb: _, ...rest } = PRICES;
    const env = { ...GOOD, S3DEX_PRICES: JSON.stringify({ ...priceList, prices: { ...rest, s3List: -1 } }) };
    expect(faultsOf(env)).toMatch(/S3DEX_PRICES\.prices\.s3List must not be negative/);
    expect(faultsOf(env)).toMatch(/S3DEX_PRICES\.prices\.logGb/);
  });
});
