/** The whole service on loopback: S3, DynamoDB, SQS, the functions and the HTTP API in front of them. */
import type { Arguments } from './arguments.ts';
import { startDynamoDb } from './dynamodb.ts';
import { functionEnvironment } from './environment.ts';
import { type EventPipeline, startEvents } from './events.ts';
import { startFills } from './fills.ts';
import { loadFunctions } from './functions.ts';
import { startHttpApi } from './http-api.ts';
import { createLocalRoutes } from './local-routes.ts';
import { LOOPBACK } from './loopback.ts';
import type { Reporter, Stack } from './running-stack.ts';
import { type StackS3, startS3 } from './s3-endpoint.ts';
import { ensureTable, keepTable } from './table.ts';

const TABLE_NAME = 's3dex-local';

/**
 * Starts everything. Resolves when the stack is ready. There can be only one stack in a process, because this sets
 * the process's environment, which the functions read. If the start fails, nothing is closed; the process is expected
 * to end.
 */
export async function startStack(options: Arguments, report: Reporter): Promise<Stack> {
  if (options.template) {
    const { startFromTemplate } = await import('./template/start.ts');
    return startFromTemplate(options, report);
  }
  const onError = (what: string, error: unknown) => report.fault(`${what}: ${describe(error)}`);
  const pipeline = options.events ? await startEvents(onError) : undefined;
  const fills = await startFills(onError, pipeline?.queue);
  const s3 = await startS3(options, (bucket, message) => forward(pipeline, s3, bucket, message), report);
  const own = options.dynamodbEndpoint === undefined ? await startDynamoDb() : undefined;
  const dynamodbEndpoint = options.dynamodbEndpoint ?? own?.endpoint ?? '';
  const environment = functionEnvironment({
    tableName: TABLE_NAME,
    buckets: s3.buckets,
    eventsMode: pipeline === undefined ? 'none' : 's3',
    s3Endpoint: s3.functionsUrl,
    ...(options.s3Endpoint === undefined && { downloadEndpoint: s3.url }),
    dynamodbEndpoint,
    queues: {
      endpoint: fills.queue.endpoint,
      fillQueueUrl: fills.queue.queueUrl,
      deadLetterQueueUrl: pipeline?.queue.deadLetterQueueUrl,
    },
    given: process.env,
  });
  const functions = await loadFunctions(environment);
  const table = { endpoint: dynamodbEndpoint, region: environment.AWS_REGION ?? '', tableName: TABLE_NAME };
  await ensureTable(table);
  const keeper = own === undefined ? keepTable(table) : undefined;
  const api = await startHttpApi({
    port: options.port,
    invoke: functions.listing,
    beside: createLocalRoutes({
      functions,
      pipeline,
      s3Requests: s3.requests,
      objectOrigin: new URL(s3.url).origin,
    }),
    onError,
  });
  for (const host of [LOOPBACK, 'localhost']) s3.allowReader(`http://${host}:${api.port}`);
  pipeline?.deliver(functions.invalidation);
  fills.deliver(functions.fill);
  return {
    apiUrl: `http://${LOOPBACK}:${api.port}`,
    s3Url: s3.url,
    uncountedS3Url: s3.functionsUrl,
    buckets: s3.buckets,
    async close() {
      api.close();
      keeper?.stop();
      await Promise.all([fills.close(), pipeline?.close(), s3.close()]);
      own?.close();
    },
  };
}

/** As on AWS, only buckets with notifications send events. These are the served buckets. */
function forward(pipeline: EventPipeline | undefined, s3: StackS3, bucket: string, message: string): void {
  if (s3.buckets.includes(bucket)) pipeline?.send(message);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
}
