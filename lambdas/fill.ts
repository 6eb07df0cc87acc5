/**
 * The fill Lambda: env -> adapters -> the consumer of the fills' queue. It lists ranges of prefixes and stores S3's
 * answers.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { datedAnswers } from './adapters/dated-answers.ts';
import { createDecodedCache } from './adapters/decoded-cache.ts';
import { createDynamoClient } from './adapters/dynamodb/client.ts';
import { createDynamoFills, createDynamoTable } from './adapters/dynamodb/table.ts';
import { readFillSettings } from './adapters/env-fill.ts';
import { createFailures } from './adapters/failure-log.ts';
import { createFillQueue } from './adapters/fill-queue.ts';
import { SERVICES } from './adapters/metric-names.ts';
import { createPacedStore } from './adapters/paced-store.ts';
import { connectS3 } from './adapters/s3/connect.ts';
import { ServiceClock } from './adapters/service-clock.ts';
import { sourceLines } from './adapters/source-lines.ts';
import { createTelemetry } from './adapters/telemetry.ts';
import { createInstance } from './core/request/instance.ts';
import { createFillConsumer } from './fills/consumer.ts';
import { messageText } from './fills/message.ts';

/**
 * Time for listing in one invocation. The function's timeout (infra/constructs/fill-workers.ts) is longer: it also
 * covers one more page with its retries, and handing over the range.
 */
const WORK_MS = 20_000;
const REQUEST_BUDGET_MS = 10_000;
/** Only older pages that are replaced are decoded here, so a small cache is enough. */
const DECODED_CACHE_BYTES = 8 * 1024 * 1024;
const ID_BYTES = 8;
/** More than one, because some ranges are nearly finished and workers should not wait for work. */
const OPEN_RANGES_PER_WORKER = 2;

const settings = readFillSettings(process.env);
const { region, tableName, buckets, clockMarginMs, deployment, priceList } = settings;
const clock = new ServiceClock({ now: () => Date.now() }, clockMarginMs);
const waiter = { wait: (ms: number) => sleep(ms) };
const dates = datedAnswers({ now: () => clock.now(), onAnswer: (answer) => clock.observe(answer) });
const telemetry = createTelemetry({ service: SERVICES.fill, deployment, priceList });
const client = createDynamoClient({ region, endpoint: settings.dynamodbEndpoint });
client.middlewareStack.use(dates);
const { onFailure } = createFailures({ log: telemetry.logger, now: () => clock.now() });
const store = connectS3({ buckets, plugin: dates, telemetry, onFailure });

const consume = createFillConsumer({
  worker: {
    instance: createInstance({
      store: createPacedStore(store, { clock, waiter, everyMs: settings.listEveryMs }),
      table: createDynamoTable({ client, tableName, telemetry, onFailure }),
      random: { id: () => randomBytes(ID_BYTES).toString('base64url') },
      decoded: createDecodedCache(DECODED_CACHE_BYTES),
      settings: { clockMarginMs, requestBudgetMs: REQUEST_BUDGET_MS },
      ...{ clock, waiter, telemetry },
    }),
    fills: createDynamoFills({ client, tableName, telemetry, onFailure }),
    queue: createFillQueue({
      queueUrl: settings.queueUrl,
      region,
      endpoint: settings.sqsEndpoint,
      textOf: messageText,
    }),
    settings: { openRanges: settings.concurrency * OPEN_RANGES_PER_WORKER, workMs: WORK_MS },
  },
  buckets: new Map(buckets.map(({ served }) => [served.name, served])),
  telemetry,
  log: telemetry.logger,
  functionGb: settings.functionGb,
});

export const handler = middy<SQSEvent, SQSBatchResponse>(consume)
  .use(injectLambdaContext(telemetry.logger))
  .use(sourceLines())
  .after(() => telemetry.publish())
  .onError(() => telemetry.publish());

/** What this instance has counted since it started. */
export const counters = telemetry.snapshot;
