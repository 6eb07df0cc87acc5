/** The functions of the local stack: the same modules as in a deployment, but in this process. */
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, Context, SQSEvent } from 'aws-lambda';
import type { Counter } from '../lambdas/core/ports/telemetry.ts';
import { type FunctionSettings, functionContext, withinTimeout } from './function-context.ts';

export type Counters = Partial<Record<Counter, number>>;

export interface Functions {
  listing(event: APIGatewayProxyEventV2, requestId: string): Promise<unknown>;
  invalidation(event: SQSEvent): Promise<unknown>;
  fill(event: SQSEvent): Promise<unknown>;
  /** The counters of each function since its start. */
  counters(): Counters[] | Promise<Counters[]>;
}

/** The exports of a handler module. It creates its clients from the environment when it is imported. */
interface HandlerModule<Event> {
  handler: (event: Event, context: Context) => Promise<unknown>;
  counters: () => Counters;
}

const LISTING: FunctionSettings = { name: 's3dex-listing', timeoutMs: 29_000, memoryMb: 1024 };
const INVALIDATION: FunctionSettings = { name: 's3dex-invalidation', timeoutMs: 30_000, memoryMb: 512 };

const FILL: FunctionSettings = { name: 's3dex-fill', timeoutMs: 60_000, memoryMb: 1024 };

/**
 * Settings of the s3dex command, which users may have set in their shells. They are removed, because the functions
 * refuse unknown settings.
 */
const OF_THE_COMMAND = ['S3DEX_ENDPOINT', 'S3DEX_TOKEN'];

let loadedInto: string | undefined;

/**
 * Sets the environment and imports the handlers. A module reads the environment only once in a process, so a second
 * stack in this process would use the table of the first one. Therefore it is refused.
 */
export async function loadFunctions(environment: Record<string, string>): Promise<Functions> {
  if (loadedInto !== undefined)
    throw new Error(`only one stack per process: this one already runs ${loadedInto}`);
  loadedInto = environment.S3DEX_BUCKETS ?? '';
  for (const name of OF_THE_COMMAND) delete process.env[name];
  Object.assign(process.env, environment);
  const listing: HandlerModule<APIGatewayProxyEventV2> = await import('../lambdas/listing.ts');
  const invalidation: HandlerModule<SQSEvent> = await import('../lambdas/invalidation.ts');
  const fill: HandlerModule<SQSEvent> = await import('../lambdas/fill.ts');
  return {
    listing: (event, requestId) => invoke(LISTING, listing, event, requestId),
    invalidation: (event) => invoke(INVALIDATION, invalidation, event, randomUUID()),
    fill: (event) => invoke(FILL, fill, event, randomUUID()),
    counters: () => [listing, invalidation, fill].map((it) => it.counters()),
  };
}

function invoke<Event>(
  settings: FunctionSettings,
  module: HandlerModule<Event>,
  event: Event,
  requestId: string,
): Promise<unknown> {
  // As on Lambda, the function receives the event as JSON, so it shares no objects with its caller.
  const received: Event = JSON.parse(JSON.stringify(event));
  return withinTimeout(settings, module.handler(received, functionContext(settings, requestId, Date.now())));
}
