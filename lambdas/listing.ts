/** The listing Lambda: env -> adapters -> the HTTP API over the reader. It answers all requests to the API. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { datedAnswers } from './adapters/dated-answers.ts';
import { createDecodedCache } from './adapters/decoded-cache.ts';
import { createDynamoClient } from './adapters/dynamodb/client.ts';
import { createDynamoFills, createDynamoTable } from './adapters/dynamodb/table.ts';
import { createTableSize } from './adapters/dynamodb/table-size.ts';
import { readListingSettings } from './adapters/env.ts';
import { createFailures } from './adapters/failure-log.ts';
import { createFillQueue } from './adapters/fill-queue.ts';
import { loggedReader } from './adapters/logged-reader.ts';
import { SERVICES } from './adapters/metric-names.ts';
import { onDemand } from './adapters/on-demand.ts';
import { ServiceClock } from './adapters/service-clock.ts';
import { withSourceLines } from './adapters/source-lines.ts';
import { createStoreOnDemand } from './adapters/store-on-demand.ts';
import { createTelemetry } from './adapters/telemetry.ts';
import { createFills } from './core/fills/fills.ts';
import { createReader } from './core/reader.ts';
import { messageText } from './fills/message.ts';
import { createHttpHandler } from './http/handler.ts';
import { servedBuckets } from './http/served-buckets.ts';

/**
 * About 2,000 decoded chunks, or 250,000 entries. This is small compared to the memory that comes with Lambda's CPU
 * share.
 */
const DECODED_CACHE_BYTES = 64 * 1024 * 1024;
/** Every item contains the epoch: 64 bits are 11 characters; a UUID would be 36. */
const ID_BYTES = 8;

const { region, tableName, buckets, dynamodbEndpoint, ...bounds } = readListingSettings(process.env);
const clock = new ServiceClock({ now: () => Date.now() }, bounds.clockMarginMs);
const dates = datedAnswers({ now: () => clock.now(), onAnswer: (answer) => clock.observe(answer) });
const { deployment, priceList } = bounds;
const telemetry = createTelemetry({
  service: SERVICES.listing,
  ...{ deployment, priceList },
  gather: { now: () => clock.now() },
});
const client = createDynamoClient({ region, endpoint: dynamodbEndpoint });
client.middlewareStack.use(dates);
const failures = createFailures({ log: telemetry.logger, now: () => clock.now() });
const { onFailure } = failures;
const store = createStoreOnDemand(async () => {
  const { connectS3 } = await import('./adapters/s3/connect.ts');
  return connectS3({ buckets, plugin: dates, telemetry, onFailure });
});
const signer = onDemand(async () => {
  const { createDownloadSigner } = await import('./adapters/s3/sign-download.ts');
  return createDownloadSigner({ buckets, endpoint: bounds.downloadEndpoint, now: () => clock.now() });
});

const random = { id: () => randomBytes(ID_BYTES).toString('base64url') };
const { fillQueueUrl: queueUrl, sqsEndpoint: endpoint } = bounds;
const fills = queueUrl && {
  fills: createDynamoFills({ client, tableName, telemetry, onFailure }),
  queue: createFillQueue({ queueUrl, region, endpoint, textOf: messageText }),
};

const reader = loggedReader(
  createReader({
    store,
    table: createDynamoTable({ client, tableName, telemetry, onFailure }),
    clock,
    waiter: { wait: (ms) => sleep(ms) },
    random,
    telemetry,
    decoded: createDecodedCache(DECODED_CACHE_BYTES),
    settings: { clockMarginMs: bounds.clockMarginMs, requestBudgetMs: bounds.requestBudgetMs },
  }),
  failures,
);

export const handler = createHttpHandler({
  reader,
  fills: fills ? createFills({ ...fills, clock, random }) : undefined,
  signDownload: async (asked) => (await signer())(asked),
  clock,
  telemetry,
  functionGb: bounds.functionGb,
  publish: telemetry.publish,
  buckets: servedBuckets(
    buckets.map((it) => it.served),
    bounds.views,
  ),
  callerPrefixes: bounds.callerPrefixes,
  counters: telemetry.snapshot,
  priceList,
  logReason: telemetry.logReason,
  startedAt: clock.now(),
  tableSize: createTableSize({ client, tableName, now: () => clock.now() }),
  // Loaded on the first request for it, because no other request needs these 80 KB.
  openApiDocument: async () => {
    const { default: document } = await import('../docs/openapi.json', { with: { type: 'json' } });
    return JSON.stringify(document);
  },
  logFailure: (requestId, cause) =>
    telemetry.logger.error('unexpected error', { requestId, error: withSourceLines(cause) as Error }),
}).use(injectLambdaContext(telemetry.logger));

/** What this instance has counted since it started. */
export const counters = telemetry.snapshot;
