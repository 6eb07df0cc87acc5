/**
 * The local stack run from a synthesised template: the deployed bundles in processes of their own, with the permissions,
 * environment, routes, queue and subscriptions of the template and nothing else.
 */
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Arguments } from '../arguments.ts';
import { startDynamoDb } from '../dynamodb.ts';
import { type EventPipeline, startEvents } from '../events.ts';
import { startHttpApi } from '../http-api.ts';
import { createLocalRoutes } from '../local-routes.ts';
import { LOOPBACK } from '../loopback.ts';
import type { StackS3 } from '../s3-endpoint.ts';
import type { Reporter, Stack } from '../stack.ts';
import { ensureTable, keepTable } from '../table.ts';
import { startAwsProxies } from './aws-proxies.ts';
import { type Deliveries, readDeliveries } from './deliveries.ts';
import { readEventSource, type TemplateEventSource } from './event-source.ts';
import { type FunctionSpec, readFunction } from './function-spec.ts';
import { startFunctions } from './functions.ts';
import { readGateway } from './gateway.ts';
import { type PermissionReport, readPermissions } from './permissions.ts';
import { ACCOUNT, nameResources, type Physical } from './resolve.ts';
import type { Assembly } from './synthesize.ts';
import { readTable } from './table.ts';

const REGION = 'us-east-1';
/** As long as a person waits; the deployed queue waits out its visibility timeout. */
const RETRY_SECONDS = 1;
const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
/** Batches at once. The deployed mapping may have more; two show what must hold between them. */
const MAX_BATCHES = 2;

export interface TemplateReport {
  permissions: PermissionReport;
  /** Route keys of the API that took a request, and that took none. */
  routes: { used: string[]; unused: string[] };
}

export interface TemplateStack extends Stack {
  report(): TemplateReport;
}

export interface TemplateParts {
  assembly: Assembly;
  s3: StackS3;
  options: Pick<Arguments, 'port' | 'events' | 's3Endpoint' | 'dynamodbEndpoint'>;
  report: Reporter;
}

/** Starts everything and resolves when it answers. `listen` is given what to do with each of S3's events. */
export async function runTemplate(
  { assembly, s3, options, report }: TemplateParts,
  listen: (take: (message: string) => void) => void,
): Promise<TemplateStack> {
  const { template } = assembly;
  const onError = (what: string, error: unknown) => report.fault(`${what}: ${describe(error)}`);
  const source = readEventSource(template);
  const pipeline = await startEvents(onError, {
    queue: source.queue,
    retrySeconds: RETRY_SECONDS,
    batchSize: source.batchSize,
    windowMs: source.windowMs,
    concurrency: Math.min(source.maxConcurrency, MAX_BATCHES),
  });
  const own = options.dynamodbEndpoint === undefined ? await startDynamoDb() : undefined;
  const dynamodb = options.dynamodbEndpoint ?? own?.endpoint ?? '';
  const roles = new Map<string, string>();
  const proxies = await startAwsProxies({
    services: { s3: s3.url, dynamodb, sqs: pipeline.queue.endpoint },
    place: { region: REGION, account: ACCOUNT },
    permissions: () => permissions,
    roleOf: (accessKeyId) => roles.get(accessKeyId),
  });
  const names = nameResources(template, REGION, queueNames(pipeline, source, proxies.endpoints.sqs));
  const permissions = readPermissions(template, names);
  const gateway = readGateway(template, names);
  const deliveries = readDeliveries(template, names, permissions);
  const definition = readTable(template);
  const listing = withOwnKeys(readFunction(assembly, names, gateway.functionId), options.s3Endpoint);
  const invalidation = readFunction(assembly, names, source.functionId);
  for (const { credentials, role } of [listing, invalidation]) roles.set(credentials.accessKeyId, role);

  const table = {
    endpoint: dynamodb,
    region: REGION,
    tableName: definition.logicalId,
    definition,
    ...(!process.env.AWS_ACCESS_KEY_ID && { credentials: LOCAL_CREDENTIALS }),
  };
  await ensureTable(table);
  const keeper = own === undefined ? keepTable(table) : undefined;
  const poller = await connectPoller(invalidation, proxies.endpoints.sqs, pipeline);
  const functions = await startFunctions({
    listing,
    invalidation,
    region: REGION,
    endpoints: proxies.endpoints,
    permissions,
    report,
  });
  const subscribed = subscribe(pipeline, deliveries);
  const api = await startHttpApi({
    port: options.port,
    async invoke(event, requestId) {
      const admitted = gateway.admit(event);
      return admitted.outcome === 'answered' ? admitted.answer : functions.listing(admitted.event, requestId);
    },
    beside: createLocalRoutes(functions, options.events ? subscribed : undefined),
    onError,
  });
  listen(subscribed.send);
  pipeline.deliver(functions.invalidation, poller);
  return {
    apiUrl: `http://${LOOPBACK}:${api.port}`,
    s3Url: s3.url,
    buckets: s3.buckets,
    report: () => ({ permissions: permissions.report(), routes: gateway.report() }),
    async close() {
      api.close();
      functions.close();
      keeper?.stop();
      await pipeline.close();
      poller.destroy();
      proxies.close();
      await s3.close();
      own?.close();
    },
  };
}

/** An S3 server of the user's own looks at the keys; they reach it through the proxy as they are. */
function withOwnKeys(spec: FunctionSpec, s3Endpoint: string | undefined): FunctionSpec {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (s3Endpoint === undefined || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return spec;
  const keys = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  return { ...spec, credentials: { ...keys, ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }) } };
}

/** The queues are called as their server calls them, and reached through the proxy. */
function queueNames(
  { queue }: EventPipeline,
  source: TemplateEventSource,
  proxy: string,
): Map<string, Physical> {
  const physical = (url: string): Physical => {
    const path = new URL(url).pathname;
    const name = path.slice(path.lastIndexOf('/') + 1);
    return { ref: proxy + path, attributes: { Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}` } };
  };
  return new Map([
    [source.queueId, physical(queue.queueUrl)],
    [source.deadLettersId, physical(queue.deadLetterQueueUrl)],
  ]);
}

/** Lambda's poller reads the queue with the function's own role, after a look at its settings. */
async function connectPoller(
  { credentials }: FunctionSpec,
  endpoint: string,
  { queue }: EventPipeline,
): Promise<SQSClient> {
  const client = new SQSClient({ endpoint, region: REGION, credentials });
  const settings = { QueueUrl: queue.queueUrl, AttributeNames: ['All' as const] };
  await client.send(new GetQueueAttributesCommand(settings));
  return client;
}

/** The pipeline as S3 reaches it: what no subscription takes never gets into the queue. */
function subscribe(pipeline: EventPipeline, deliveries: Deliveries): EventPipeline {
  return {
    ...pipeline,
    send(message) {
      const routed = deliveries.route(message);
      if (routed === 'not of S3') return pipeline.send(message);
      for (const { body } of routed) pipeline.send(body);
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
}
