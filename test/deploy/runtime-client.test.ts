/** Every bundle of the template under AWS's own runtime client: how the handler is found, ESM, time limits, binary answers, errors. */
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalDynamoDb, startDynamoDb } from '../../local/dynamodb.ts';
import { toHttpApiEvent } from '../../local/http-event.ts';
import { startLocalS3 } from '../../local/s3/server.ts';
import { ensureTable } from '../../local/table.ts';
import { type Assembly, synthesize } from '../../local/template/synthesize.ts';
import { type FunctionToRun, type RunningFunction, runUnderRuntimeClient } from './support/runtime-client.ts';

const START_MS = 180_000;
const TABLE = 'runtime-client';
/** More than the compression's threshold. */
const OBJECTS = 300;
const TIMEOUT_MS = 20_000;

let assembly: Assembly;
let dynamodb: LocalDynamoDb;
let s3: Awaited<ReturnType<typeof startLocalS3>>;
const running: RunningFunction[] = [];
const servers: { close(): void }[] = [];

beforeAll(async () => {
  assembly = await synthesize({
    buckets: ['photos'],
    authorizer: { type: 'jwt', issuer: 'https://issuer.example/', audience: ['any'] },
    explorer: true,
  });
  dynamodb = await startDynamoDb();
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  await ensureTable({ endpoint: dynamodb.endpoint, region: 'us-east-1', tableName: TABLE, credentials });
  s3 = await startLocalS3({ port: 0, latency: { listMs: 0, headMs: 0 }, onEvent: () => {}, clock: Date.now });
  servers.push(s3);
  s3.storage.createBucket('photos');
  for (let index = 0; index < OBJECTS; index += 1) {
    await fetch(`${s3.url}/photos/many/object-${index}.jpg`, { method: 'PUT', body: 'content' });
  }
}, START_MS);

afterAll(async () => {
  await Promise.all(running.map((it) => it.stop()));
  dynamodb?.close();
  for (const server of servers) server.close();
});

/** Of the template's function: its asset and its handler, exactly as written there. */
function functionOf(logicalIdPrefix: string, environment: Record<string, string> = {}): FunctionToRun {
  const [, { Properties }] = Object.entries(assembly.template.Resources).find(
    ([id, it]) => it.Type === 'AWS::Lambda::Function' && id.startsWith(logicalIdPrefix),
  ) as unknown as [string, { Properties: { Handler: string; Code: { S3Key: string } } }];
  return {
    folder: assembly.assetFolder(Properties.Code.S3Key.replace(/\.zip$/, '')),
    handler: Properties.Handler,
    environment: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_LAMBDA_FUNCTION_NAME: logicalIdPrefix,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/any',
      AWS_LAMBDA_LOG_STREAM_NAME: 'any',
      NODE_OPTIONS: '--enable-source-maps',
      ...environment,
    },
  };
}

async function start(it: FunctionToRun): Promise<RunningFunction> {
  const fn = await runUnderRuntimeClient(it);
  running.push(fn);
  return fn;
}

const settings = () => ({
  S3DEX_TABLE: TABLE,
  S3DEX_BUCKETS: JSON.stringify([{ name: 'photos', events: 's3' }]),
  S3DEX_S3_ENDPOINT: s3.url,
  S3DEX_DYNAMODB_ENDPOINT: dynamodb.endpoint,
});

const get = (target: string, headers: string[] = []) =>
  toHttpApiEvent({
    ...{ method: 'GET', target, rawHeaders: ['host', 'api.example', ...headers], body: Buffer.alloc(0) },
    ...{ sourceIp: '127.0.0.1', httpVersion: '1.1', requestId: 'any', receivedAt: Date.now() },
  });

interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded?: boolean;
}

describe('the listing function', () => {
  let listing: RunningFunction;
  beforeAll(async () => {
    listing = await start(functionOf('IndexListing', settings()));
  });

  test('answers', async () => {
    const answer = (await listing.invoke(get('/v1/health'), TIMEOUT_MS)) as Answer;
    expect(answer.statusCode).toBe(200);
  });

  test('answers in binary where the caller takes it compressed', async () => {
    const asked = get('/v1/buckets/photos/entries?prefix=many/', ['accept-encoding', 'br']);
    const answer = (await listing.invoke(asked, TIMEOUT_MS)) as Answer;
    expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: true });
    expect(answer.headers['Content-Encoding']).toBe('br');
    const { entries } = JSON.parse(brotliDecompressSync(Buffer.from(answer.body, 'base64')).toString());
    expect(entries).toHaveLength(OBJECTS);
  });

  test('answers before the deadline that the client was given, however slow S3 is', async () => {
    const slow = await startLocalS3({
      ...{ port: 0, latency: { listMs: 15_000, headMs: 15_000 }, onEvent: () => {}, clock: Date.now },
    });
    servers.push(slow);
    slow.storage.createBucket('photos');
    const fn = await start(functionOf('IndexListing', { ...settings(), S3DEX_S3_ENDPOINT: slow.url }));
    const asked = get('/v1/buckets/photos/entries?prefix=slow/');
    const answer = (await fn.invoke(asked, 3_000)) as Answer;
    expect(answer).toMatchObject({ statusCode: 503 });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'unavailable' });
  });
});

test('the invalidation function reports the messages that are to come again', async () => {
  // Nothing answers there.
  const broken = { ...settings(), S3DEX_DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' };
  const invalidation = await start(functionOf('IndexInvalidation', broken));
  const body = JSON.stringify({
    Records: [
      {
        ...{ eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put' },
        ...{ eventTime: '2026-11-28T00:00:00.000Z', awsRegion: 'us-east-1' },
        s3: { bucket: { name: 'photos' }, object: { key: 'a.jpg', sequencer: '1' } },
      },
    ],
  });
  const record = { messageId: 'one', body, attributes: {}, messageAttributes: {}, eventSource: 'aws:sqs' };
  expect(await invalidation.invoke({ Records: [record] }, 10_000)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'one' }],
  });
});

test('the explorer function serves its page', async () => {
  const explorer = await start(functionOf('IndexExplorer'));
  const answer = (await explorer.invoke(get('/'), 5_000)) as Answer;
  expect(answer).toMatchObject({ statusCode: 200 });
  expect(answer.headers['content-type']).toContain('text/html');
});

test('a setting that is missing is the start error that Lambda is told of', async () => {
  const { S3DEX_TABLE: _missing, ...rest } = settings();
  const fn = await start(functionOf('IndexListing', rest));
  await expect(fn.invoke(get('/v1/health'), TIMEOUT_MS)).rejects.toThrow('S3DEX_TABLE is missing');
});
