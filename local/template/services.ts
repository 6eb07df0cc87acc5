/** The services that the functions call: the table, the queues and S3, each behind its proxy. */
import type { Arguments } from '../arguments.ts';
import { startDynamoDb } from '../dynamodb.ts';
import { type DeliverySettings, type EventPipeline, type OnError, startEvents } from '../events.ts';
import { type FillPipeline, startFills } from '../fills.ts';
import type { LocalQueue } from '../queue.ts';
import { ensureTable, keepTable } from '../table.ts';
import { type AwsProxies, startAwsProxies } from './aws-proxies.ts';
import type { TemplateEventSource, TemplateEventSources } from './event-source.ts';
import type { Permissions } from './permissions.ts';
import { ACCOUNT, type Physical } from './resolve.ts';
import type { TemplateTable } from './table.ts';

export const REGION = 'us-east-1';
const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
/** Short, because an interactive user waits. The deployed queue waits for its visibility timeout. */
const RETRY_SECONDS = 1;
/**
 * Number of concurrent batches. The deployed mapping may have more, but two are enough to show errors between
 * batches.
 */
const MAX_BATCHES = 2;

export interface Services {
  pipeline: EventPipeline;
  /** Absent if the template has no fill workers. */
  fills: FillPipeline | undefined;
  proxies: AwsProxies;
  /** The names of the template's queues on this machine. */
  queueNames: Map<string, Physical>;
}

export interface ServicesOptions {
  sources: TemplateEventSources;
  table: TemplateTable;
  s3Url: string;
  dynamodbEndpoint: Arguments['dynamodbEndpoint'];
  permissions: () => Permissions;
  roleOf: (accessKeyId: string) => string | undefined;
  onError: OnError;
}

/** Adds everything that it opens to `opened`, which closes it in reverse order. */
export async function openServices(
  options: ServicesOptions,
  opened: AsyncDisposableStack,
): Promise<Services> {
  const { sources, table, s3Url, permissions, roleOf, onError } = options;
  const own = options.dynamodbEndpoint === undefined ? await startDynamoDb() : undefined;
  opened.defer(() => own?.close());
  const dynamodb = options.dynamodbEndpoint ?? own?.endpoint ?? '';
  const place = {
    endpoint: dynamodb,
    region: REGION,
    tableName: table.logicalId,
    definition: table,
    ...(!process.env.AWS_ACCESS_KEY_ID && { credentials: LOCAL_CREDENTIALS }),
  };
  await ensureTable(place);
  const keeper = own === undefined ? keepTable(place) : undefined;
  opened.defer(() => keeper?.stop());
  const pipeline = await startEvents(onError, deliveryOf(sources.events));
  const fills = sources.fills && (await startFills(onError, pipeline.queue, deliveryOf(sources.fills)));
  const proxies = await startAwsProxies({
    services: { s3: s3Url, dynamodb, sqs: pipeline.queue.endpoint },
    place: { region: REGION, account: ACCOUNT },
    permissions,
    roleOf,
  });
  opened.defer(() => proxies.close());
  opened.defer(() => pipeline.close());
  opened.defer(() => fills?.close());
  const proxy = proxies.endpoints.sqs;
  const names = [
    ...queueNames(pipeline.queue, sources.events, proxy),
    ...(fills && sources.fills ? queueNames(fills.queue, sources.fills, proxy) : []),
  ];
  return { pipeline, fills, proxies, queueNames: new Map(names) };
}

function deliveryOf(source: TemplateEventSource): DeliverySettings {
  return {
    queue: source.queue,
    retrySeconds: RETRY_SECONDS,
    batchSize: source.batchSize,
    windowMs: source.windowMs,
    concurrency: Math.min(source.maxConcurrency, MAX_BATCHES),
  };
}

/** The queues' URLs are those of their server, but they are reached through the proxy. */
function queueNames(queue: LocalQueue, source: TemplateEventSource, proxy: string): [string, Physical][] {
  const physical = (url: string): Physical => {
    const path = new URL(url).pathname;
    const name = path.slice(path.lastIndexOf('/') + 1);
    return { ref: proxy + path, attributes: { Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}` } };
  };
  return [
    [source.queueId, physical(queue.queueUrl)],
    [source.deadLettersId, physical(queue.deadLetterQueueUrl)],
  ];
}
