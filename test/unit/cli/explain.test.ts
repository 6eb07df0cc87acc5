/** The messages and exit codes when the service does not answer as expected. */
import { describe, expect, test } from '@jest/globals';
import { explain } from '../../../cli/explain.ts';
import { answering, runCommand } from '../../support/command-world.ts';

const refused = (status: number, message: string) => Response.json({ message }, { status });
const problem = (status: number, code: string, detail: string) =>
  Response.json({ code, status, detail }, { status, headers: { 'x-request-id': 'r-1' } });

const LIST = ['ls', 's3://demo/a/'];
const PATH = '/v1/buckets/demo/entries';

/** The retries take no real time, because the test controls the clock. */
const fixed = { now: () => 0 };

describe('a failed answer', () => {
  test.each<[string, Response | Error, number, string[]]>([
    ['no connection', new TypeError('fetch failed'), 4, ['Is the local stack running?', 'npm start']],
    [
      'S3 down',
      problem(503, 'unavailable', 'S3 is not available'),
      4,
      ['S3 is not available', 'Request id: r-1'],
    ],
    [
      'S3 refuses',
      problem(502, 'upstream-denied', 'S3 refused to answer'),
      4,
      ['is not allowed to read this bucket'],
    ],
    [
      'a field',
      problem(400, 'invalid-request', 'prefix: is longer'),
      3,
      ['prefix: is longer (invalid-request, 400)'],
    ],
    ['outside', problem(403, 'forbidden', 'prefix: "x/" is outside the served prefixes'), 3, ['outside']],
    ['a gateway', refused(403, 'Forbidden'), 3, ['needs credentials: use --sign']],
    ['no token', refused(401, 'Unauthorized'), 3, ['needs credentials: use --sign']],
    ['too many', refused(429, 'Too Many Requests'), 4, ['Too Many Requests (throttled, 429)']],
    [
      'not held',
      problem(504, 'only-if-cached', 'the index does not hold it'),
      4,
      ['Without --only-if-cached'],
    ],
    [
      'a stranger',
      new Response('<h1>It works!</h1>'),
      4,
      ['It works!', 'does not look like an s3dex service'],
    ],
  ])('%s', async (_what, answer, code, told) => {
    const { fetch } = answering({ [`${PATH}?prefix=a%2F`]: answer });
    const ran = await runCommand(LIST, { fetch, ...fixed });
    expect({ code: ran.code, out: ran.out }).toEqual({ code, out: '' });
    for (const text of told) expect(ran.err).toContain(text);
  });

  test('is one JSON object on stderr with --json', async () => {
    const { fetch } = answering({ [`${PATH}?prefix=a%2F`]: problem(502, 'upstream-denied', 'S3 refused') });
    const { code, out, err } = await runCommand(['--json', ...LIST], { fetch, ...fixed });
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(JSON.parse(err)).toEqual({
      error: 'S3 refused (upstream-denied, 502)',
      code: 'upstream-denied',
      status: 502,
      requestId: 'r-1',
      hints: [expect.stringContaining('is not allowed to read this bucket'), 'Request id: r-1'],
      exitCode: 4,
    });
  });

  test('an endpoint that ends in /v1 is explained', async () => {
    const { fetch } = answering({ '/v1/v1/buckets': problem(404, 'no-such-route', 'path: is none') });
    const { code, err } = await runCommand(['--endpoint', 'http://127.0.0.1:4000/v1', 'ls'], {
      fetch,
      ...fixed,
    });
    expect(code).toBe(3);
    expect(err).toContain('Remove /v1 from the endpoint.');
  });

  test('for a bucket that is not served, the served ones are listed', async () => {
    const { fetch } = answering({ '/v1/buckets': { buckets: [{ name: 'photos' }, { name: 'logs' }] } });
    const ran = await runCommand(LIST, { fetch });
    expect(ran.code).toBe(3);
    expect(ran.err).toContain('Served: photos, logs.');
  });

  test('refused credentials and missing credentials have different hints', async () => {
    const { fetch } = answering({ [PATH]: refused(403, 'Forbidden') });
    expect((await runCommand(['--token', 't', ...LIST], { fetch })).err).toContain('refused this token');
  });

  test('the hint for another endpoint does not mention the local stack', async () => {
    const { fetch } = answering({ [PATH]: new TypeError('fetch failed') });
    const ran = await runCommand(LIST, { fetch, env: { S3DEX_ENDPOINT: 'https://index.example' }, ...fixed });
    expect(ran.err).toContain('no answer from https://index.example');
    expect(ran.err).not.toContain('npm start');
  });
});

test('an interruption ends with 130 and prints nothing', async () => {
  const controller = new AbortController();
  const fetch = async () => {
    controller.abort(new Error('interrupted'));
    throw new TypeError('fetch failed');
  };
  expect(await runCommand(LIST, { fetch, signal: controller.signal })).toEqual({
    code: 130,
    out: '',
    err: '',
  });
});

test('errors are red only where colours are supported', async () => {
  const red = (await runCommand(['ls', 's3://'], { colours: true })).err;
  expect(red).toContain('\u001b[31ms3dex:');
  expect((await runCommand(['--no-color', 'ls', 's3://'], { colours: true })).err).toMatch(/^s3dex: /);
});

describe('an error with --json', () => {
  test.each([
    [['--json', 'ls', '--max-age', 'soon', 's3://demo/'], 'max-age'],
    [['--json', 'lss'], 'lss'],
    [['ls', '--json', 'http://demo/'], 's3://'],
  ])('of the command line %j is one JSON object on stderr', async (argv, named) => {
    const ran = await runCommand(argv, { fetch: answering({}).fetch, ...fixed });
    expect(ran.code).toBe(2);
    const [line, ...rest] = ran.err.trim().split('\n');
    expect(rest).toEqual([]);
    expect(JSON.parse(line!)).toMatchObject({ error: expect.stringContaining(named), exitCode: 2 });
  });
});

test('a refused connection to the default address suggests npm start, however the address was given', async () => {
  const { fetch } = answering({ [`${PATH}?prefix=a%2F`]: new TypeError('fetch failed') });
  const ran = await runCommand(['--endpoint', 'http://127.0.0.1:4000', ...LIST], { fetch, ...fixed });
  expect(ran.err).toContain('npm start');
});

test('an AWS SDK without a Region is explained', () => {
  expect(explain(new Error('Region is missing'))).toMatchObject({
    code: 2,
    lines: ['no AWS Region is set', expect.stringContaining('AWS_REGION')],
  });
});
