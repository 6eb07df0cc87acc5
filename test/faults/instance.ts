/** One instance of a function: the deployed module, imported again with its own environment. */
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { MAX_FILL_LISTS_PER_SECOND } from '../../lambdas/adapters/env-fill.ts';
import type { Counter } from '../../lambdas/core/ports/telemetry.ts';
import type { HttpResponse } from '../../lambdas/http/respond.ts';
import { type FunctionSettings, functionContext, withinTimeout } from '../../local/function-context.ts';
import { toHttpApiEvent } from '../../local/http-event.ts';

export interface InstanceSettings {
  tableName: string;
  buckets: { name: string; events: 's3'; listTtlSeconds?: number }[];
  s3Endpoint: string;
  dynamodbEndpoint: string;
  sqsEndpoint: string;
  deadLetterQueueUrl: string;
  /** The queue of fills. If absent, the instance has neither the fills of the API nor the fill function. */
  fillQueueUrl?: string;
}

export interface HttpAsk {
  method?: string;
  target: string;
  headers?: Record<string, string>;
  body?: object;
}

export interface Instance {
  /** Throws when the invocation fails, as Lambda would see it. */
  ask(ask: HttpAsk): Promise<HttpResponse>;
  deliver(messages: { messageId: string; body: string }[]): Promise<SQSBatchResponse>;
  /** Invokes the fill function. */
  fill(event: SQSEvent): Promise<SQSBatchResponse>;
  counters(): Partial<Record<Counter, number>>;
}

const LISTING: FunctionSettings = { name: 'listing', timeoutMs: 29_000, memoryMb: 1024 };
const INVALIDATION: FunctionSettings = { name: 'invalidation', timeoutMs: 30_000, memoryMb: 512 };
export const FILL: FunctionSettings = { name: 'fill', timeoutMs: 60_000, memoryMb: 1024 };
const FILL_CONCURRENCY = 4;

let instances = 0;
let building: Promise<unknown> = Promise.resolve();

/** The modules read process.env when they are imported, so instances are built one after the other. */
export function startInstance(settings: InstanceSettings): Promise<Instance> {
  const built = building.then(() => build(settings));
  building = built.catch(() => {});
  return built;
}

async function build(settings: InstanceSettings): Promise<Instance> {
  Object.assign(process.env, {
    S3DEX_TABLE: settings.tableName,
    S3DEX_BUCKETS: JSON.stringify(settings.buckets),
    S3DEX_S3_ENDPOINT: settings.s3Endpoint,
    S3DEX_DYNAMODB_ENDPOINT: settings.dynamodbEndpoint,
    S3DEX_SQS_ENDPOINT: settings.sqsEndpoint,
    S3DEX_DEAD_LETTER_QUEUE_URL: settings.deadLetterQueueUrl,
    S3DEX_CLOCK_MARGIN_MS: '0',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  setFillQueue(settings.fillQueueUrl);
  const number = instances++;
  const listing = await import(`../../lambdas/listing.ts?instance=${number}`);
  const invalidation = await import(`../../lambdas/invalidation.ts?instance=${number}`);
  const fill = settings.fillQueueUrl ? await import(`../../lambdas/fill.ts?instance=${number}`) : undefined;
  let requests = 0;
  const invoke = <T>(function_: FunctionSettings, module: { handler: CallableFunction }, event: object) => {
    const id = `${number}-${requests++}`;
    // As on Lambda, a function gets its event as JSON and shares no object with its caller.
    const received = JSON.parse(JSON.stringify(event));
    return withinTimeout<T>(function_, module.handler(received, functionContext(function_, id, Date.now())));
  };
  return {
    ask: ({ method = 'GET', target, headers = {}, body }) =>
      invoke(LISTING, listing, eventOf(method, target, headers, body)),
    deliver: (messages) => invoke(INVALIDATION, invalidation, { Records: messages }),
    fill: (event) => invoke(FILL, fill, event),
    counters: () => listing.counters(),
  };
}

function setFillQueue(queueUrl: string | undefined): void {
  delete process.env.S3DEX_FILL_QUEUE_URL;
  if (queueUrl === undefined) return;
  Object.assign(process.env, {
    S3DEX_FILL_QUEUE_URL: queueUrl,
    S3DEX_FILL_CONCURRENCY: String(FILL_CONCURRENCY),
    S3DEX_FILL_LISTS_PER_SECOND: String(MAX_FILL_LISTS_PER_SECOND),
  });
}

function eventOf(method: string, target: string, headers: Record<string, string>, body?: object): object {
  const typed = { ...headers, ...(body && { 'content-type': 'application/json' }) };
  return toHttpApiEvent({
    method,
    target,
    rawHeaders: Object.entries(typed).flat(),
    body: Buffer.from(body ? JSON.stringify(body) : ''),
    sourceIp: '127.0.0.1',
    httpVersion: '1.1',
    requestId: 'r',
    receivedAt: Date.now(),
  })!;
}
