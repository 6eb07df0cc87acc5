/**
 * Runs every bundle of the template with AWS's own runtime client, and checks handler names, ESM, time limits, binary
 * answers and errors.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
/** Enough objects for a body above the threshold for compression. */
const OBJECTS = 300;
const TIMEOUT_MS = 20_000;
/** The canary reports 20 s before the end of its time, even if it has not finished. */
const CANARY_TIMEOUT_MS = 120_000;

/** Two templates, because two of the functions need different authorizers. Together they have every function. */
let assemblies: Assembly[];
const tried = new Set<string>();
let dynamodb: LocalDynamoDb;
let s3: Awaited<ReturnType<typeof startLocalS3>>;
const running: RunningFunction[] = [];
const servers: { close(): void }[] = [];

beforeAll(async () => {
  assemblies = [
    await synthesize({
      buckets: ['photos'],
      authorizer: { type: 'jwt', issuer: 'https://issuer.example/', audience: ['any'] },
      explorer: true,
    }),
    await synthesize({ buckets: ['photos'], canary: true }),
  ];
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

interface DeployedFunction {
  id: string;
  handler: string;
  folder: string;
}

/** The service's functions, with their assets and handlers exactly as in the templates. */
function functionsOf({ template, assetFolder }: Assembly): DeployedFunction[] {
  return Object.entries(template.Resources)
    .filter(([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith('Index'))
    .map(([id, { Properties }]) => {
      const { Handler, Code } = Properties as { Handler: string; Code: { S3Key: string } };
      return { id, handler: Handler, folder: assetFolder(Code.S3Key.replace(/\.zip$/, '')) };
    });
}

function functionOf(logicalIdPrefix: string, environment: Record<string, string> = {}): FunctionToRun {
  const { id, folder, handler } = assemblies
    .flatMap(functionsOf)
    .find((it) => it.id.startsWith(logicalIdPrefix))!;
  tried.add(id);
  return {
    folder,
    handler,
    environment: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_LAMBDA_FUNCTION_NAME: logicalIdPrefix,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/any',
      AWS_LAMBDA_LOG_STREAM_NAME: 'any',
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

  test('answers in binary if the caller accepts compression', async () => {
    const asked = get('/v1/buckets/photos/entries?prefix=many/', ['accept-encoding', 'br']);
    const answer = (await listing.invoke(asked, TIMEOUT_MS)) as Answer;
    expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: true });
    expect(answer.headers['Content-Encoding']).toBe('br');
    const { entries } = JSON.parse(brotliDecompressSync(Buffer.from(answer.body, 'base64')).toString());
    expect(entries).toHaveLength(OBJECTS);
  });

  test("answers before Lambda's deadline, however slow S3 is", async () => {
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

test('the invalidation function reports the messages to be retried', async () => {
  // Nothing listens at this address.
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

test('the fill function reports a message that it cannot read', async () => {
  const fill = await start(
    functionOf('IndexFillsWorker', {
      ...settings(),
      S3DEX_FILL_QUEUE_URL: 'http://127.0.0.1:1/fills',
      S3DEX_FILL_CONCURRENCY: '2',
      S3DEX_FILL_LISTS_PER_SECOND: '10',
    }),
  );
  const attributes = { ApproximateReceiveCount: '1' };
  const record = { messageId: 'one', body: '{}', attributes, messageAttributes: {}, eventSource: 'aws:sqs' };
  expect(await fill.invoke({ Records: [record] }, TIMEOUT_MS)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'one' }],
  });
});

test('the explorer function serves its page', async () => {
  const explorer = await start(functionOf('IndexExplorer'));
  const answer = (await explorer.invoke(get('/'), 5_000)) as Answer;
  expect(answer).toMatchObject({ statusCode: 200 });
  expect(answer.headers['content-type']).toContain('text/html');
});

test('the canary signs its requests, and compares what the API answers with S3', async () => {
  const listing = await start(functionOf('IndexListing', settings()));
  const signatures: (string | undefined)[] = [];
  const api = createServer(async (request, reply) => {
    signatures.push(request.headers.authorization);
    const answer = (await listing.invoke(get(request.url!, request.rawHeaders), TIMEOUT_MS)) as Answer;
    const body = Buffer.from(answer.body, answer.isBase64Encoded ? 'base64' : 'utf8');
    reply.writeHead(answer.statusCode, answer.headers).end(body);
  });
  servers.push(api);
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  const { port } = api.address() as AddressInfo;
  const buckets = [{ name: 'photos', region: 'us-east-1', notifies: 'eventbridge' }];
  const canary = await start(
    functionOf('IndexCanary', {
      S3DEX_API_URL: `http://127.0.0.1:${port}`,
      S3DEX_CANARY_BUCKETS: JSON.stringify(buckets),
      S3DEX_DEPLOYMENT: 'any',
      S3DEX_S3_ENDPOINT: s3.url,
    }),
  );
  expect(await canary.invoke({}, CANARY_TIMEOUT_MS)).toEqual({
    checks: 3,
    failed: [{ check: 'photos: notifications', ok: false, detail: 'EventBridge is off for the bucket' }],
  });
  expect(signatures.length).toBeGreaterThan(0);
  for (const it of signatures) expect(it).toMatch(/^AWS4-HMAC-SHA256 .*us-east-1\/execute-api\/aws4_request/);
});

test('a missing setting is reported to Lambda as an error at the start', async () => {
  const { S3DEX_TABLE: _missing, ...rest } = settings();
  const fn = await start(functionOf('IndexListing', rest));
  await expect(fn.invoke(get('/v1/health'), TIMEOUT_MS)).rejects.toThrow('S3DEX_TABLE is missing');
});

test('every function of the templates was tried', () => {
  const all = assemblies.flatMap(functionsOf).map(({ id }) => id);
  expect(all.filter((it) => !tried.has(it))).toEqual([]);
  expect(new Set(all).size).toBeGreaterThan(3);
});
