/**
 * Runs the local stack from a synthesised template: the deployed bundles in separate processes, with exactly the
 * permissions, environment, routes, queue and subscriptions of the template.
 */
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Arguments } from '../arguments.ts';
import type { EventPipeline } from '../events.ts';
import { startHttpApi } from '../http-api.ts';
import { createLocalRoutes } from '../local-routes.ts';
import { LOOPBACK } from '../loopback.ts';
import type { LocalQueue } from '../queue.ts';
import type { Reporter, Stack } from '../running-stack.ts';
import type { StackS3 } from '../s3-endpoint.ts';
import { type Deployed, deploy } from './deployed.ts';
import { readEventSources } from './event-source.ts';
import { type FunctionSpec, readFunction } from './function-spec.ts';
import { type RunningFunctions, startFunctions } from './functions.ts';
import type { PermissionReport } from './permissions.ts';
import { nameResources } from './resolve.ts';
import { openServices, REGION, type Services } from './services.ts';
import type { Assembly } from './synthesize.ts';
import { readTable } from './table.ts';

export interface TemplateReport {
  permissions: PermissionReport;
  /** Route keys of the API that handled a request, and those that did not. */
  routes: { used: string[]; unused: string[] };
}

export interface TemplateStack extends Stack {
  report(): TemplateReport;
  redeploy: Deployed['redeploy'];
  instances: RunningFunctions['instances'];
}

export interface TemplateParts {
  assembly: Assembly;
  s3: StackS3;
  options: Pick<Arguments, 'port' | 'events' | 's3Endpoint' | 'dynamodbEndpoint'>;
  report: Reporter;
}

/**
 * Resolves when the stack is ready. If the start fails, everything that was opened is closed. `listen` receives the
 * function to which each of S3's events must be passed.
 */
export async function runTemplate(
  parts: TemplateParts,
  listen: (take: (message: string) => void) => void,
): Promise<TemplateStack> {
  const opened = new AsyncDisposableStack();
  opened.defer(() => parts.s3.close());
  try {
    return await run(parts, listen, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function run(
  { assembly, s3, options, report }: TemplateParts,
  listen: (take: (message: string) => void) => void,
  opened: AsyncDisposableStack,
): Promise<TemplateStack> {
  const { template } = assembly;
  const onError = (what: string, error: unknown) => report.fault(`${what}: ${describe(error)}`);
  const sources = readEventSources(template);
  const roles = new Map<string, string>();
  const services = await openServices(
    {
      sources,
      table: readTable(template),
      s3Url: s3.functionsUrl,
      dynamodbEndpoint: options.dynamodbEndpoint,
      permissions: () => deployed.permissions,
      roleOf: (accessKeyId) => roles.get(accessKeyId),
      onError,
    },
    opened,
  );
  const names = nameResources(template, REGION, services.queueNames);
  const deployed = deploy(template, names);
  const specOf = (functionId: string) => readFunction(assembly, names, functionId);
  const listing = withOwnKeys(specOf(deployed.gateway.functionId), options.s3Endpoint);
  const invalidation = specOf(sources.events.functionId);
  const fill = sources.fills && withOwnKeys(specOf(sources.fills.functionId), options.s3Endpoint);
  const specs = { listing, invalidation, fill };
  for (const spec of Object.values(specs)) if (spec) roles.set(spec.credentials.accessKeyId, spec.role);
  const poller = await connectPoller(invalidation, services);
  opened.defer(() => poller.destroy());
  const fillPoller = fill && (await connectPoller(fill, services, services.fills?.queue));
  opened.defer(() => fillPoller?.destroy());
  const { endpoints } = services.proxies;
  const permissions = () => deployed.permissions;
  const functions = await startFunctions({ ...specs, region: REGION, endpoints, permissions, report });
  opened.defer(() => functions.close());
  const subscribed = subscribe(services.pipeline, deployed);
  const api = await startHttpApi({
    port: options.port,
    async invoke(event, requestId) {
      const admitted = deployed.gateway.admit(event);
      return admitted.outcome === 'answered' ? admitted.answer : functions.listing(admitted.event, requestId);
    },
    beside: createLocalRoutes({
      functions,
      pipeline: options.events ? subscribed : undefined,
      s3Requests: s3.requests,
    }),
    onError,
  });
  opened.defer(() => api.close());
  listen(subscribed.send);
  services.pipeline.deliver(functions.invalidation, poller);
  services.fills?.deliver(functions.fill, fillPoller);
  return {
    apiUrl: `http://${LOOPBACK}:${api.port}`,
    s3Url: s3.url,
    uncountedS3Url: s3.functionsUrl,
    buckets: s3.buckets,
    report: () => ({ permissions: deployed.permissions.report(), routes: deployed.gateway.report() }),
    redeploy: deployed.redeploy,
    instances: functions.instances,
    close: () => opened.disposeAsync(),
  };
}

/**
 * Another S3 server checks credentials, so the functions that call S3 use the user's own keys, which the proxy passes
 * on.
 */
function withOwnKeys(spec: FunctionSpec, s3Endpoint: string | undefined): FunctionSpec {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (s3Endpoint === undefined || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return spec;
  const keys = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  return { ...spec, credentials: { ...keys, sessionToken: AWS_SESSION_TOKEN } };
}

/**
 * Connects with the function's own role, as Lambda's poller does. Like the poller, it first reads the queue's
 * settings.
 */
async function connectPoller(
  { credentials }: FunctionSpec,
  services: Services,
  queue: LocalQueue = services.pipeline.queue,
): Promise<SQSClient> {
  const { sqs: endpoint } = services.proxies.endpoints;
  const client = new SQSClient({ endpoint, region: REGION, credentials });
  const { queueUrl: QueueUrl } = queue;
  try {
    await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    return client;
  } catch (error) {
    client.destroy();
    throw error;
  }
}

/** The pipeline for S3's events. Events without a subscription are not sent to the queue. */
function subscribe(pipeline: EventPipeline, deployed: Deployed): EventPipeline {
  return {
    ...pipeline,
    send(message) {
      const routed = deployed.deliveries.route(message);
      if (routed === 'not of S3') return pipeline.send(message);
      for (const { body } of routed) pipeline.send(body);
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
}
