/**
 * The invalidation Lambda: env -> adapters -> the queue consumer. It never calls S3 and has no permission to do so
 * (I9).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { datedAnswers } from './adapters/dated-answers.ts';
import { createDynamoClient } from './adapters/dynamodb/client.ts';
import { createDynamoTable } from './adapters/dynamodb/table.ts';
import { readInvalidationSettings } from './adapters/env.ts';
import { createFailures } from './adapters/failure-log.ts';
import { SERVICES } from './adapters/metric-names.ts';
import { ServiceClock } from './adapters/service-clock.ts';
import { sourceLines } from './adapters/source-lines.ts';
import { createTelemetry } from './adapters/telemetry.ts';
import { createChangeApplier } from './core/changes/apply.ts';
import { createEventConsumer } from './events/consumer.ts';
import { createDeadLetterQueue } from './events/dead-letters.ts';

const settings = readInvalidationSettings(process.env);
const { region, tableName, clockMarginMs, deadLetterQueueUrl, deployment, priceList } = settings;
const clock = new ServiceClock({ now: () => Date.now() }, clockMarginMs);
const telemetry = createTelemetry({ service: SERVICES.invalidation, deployment, priceList });
const client = createDynamoClient({ region, endpoint: settings.dynamodbEndpoint });
client.middlewareStack.use(
  datedAnswers({ now: () => clock.now(), onAnswer: (answer) => clock.observe(answer) }),
);
const failures = createFailures({ log: telemetry.logger, now: () => clock.now() });
const table = createDynamoTable({ client, tableName, telemetry, onFailure: failures.onFailure });
const buckets = settings.buckets.map(({ served }) => served);

const applier = createChangeApplier({
  table,
  clock,
  waiter: { wait: (ms) => sleep(ms) },
  telemetry,
  settings: { clockMarginMs },
});
const consume = createEventConsumer({
  applier: { apply: (changes, receivedAt) => failures.during(() => applier.apply(changes, receivedAt)) },
  servedBuckets: new Set(buckets.map(({ name }) => name)),
  ...(deadLetterQueueUrl === undefined
    ? {}
    : { deadLetters: createDeadLetterQueue(deadLetterQueueUrl, connectToSqs) }),
  telemetry,
  log: telemetry.logger,
  clock,
  functionGb: settings.functionGb,
});

async function connectToSqs() {
  const { SQSClient } = await import('@aws-sdk/client-sqs');
  return new SQSClient({ region, endpoint: settings.sqsEndpoint });
}

export const handler = middy<SQSEvent, SQSBatchResponse>(consume)
  .use(injectLambdaContext(telemetry.logger))
  .use(sourceLines())
  .after(() => telemetry.publish())
  .onError(() => telemetry.publish());

/** What this instance has counted since it started. */
export const counters = telemetry.snapshot;
