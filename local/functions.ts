/** The two functions, as the local stack runs them: the very modules that deploy, in this process. */
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, Context, SQSEvent } from 'aws-lambda';
import type { Counter } from '../lambdas/core/ports/telemetry.ts';
import { type FunctionSettings, functionContext, withinTimeout } from './function-context.ts';

export type Counters = Partial<Record<Counter, number>>;

export interface Functions {
  listing(event: APIGatewayProxyEventV2, requestId: string): Promise<unknown>;
  invalidation(event: SQSEvent): Promise<unknown>;
  /** What each function counted since its start. */
  counters(): Counters[] | Promise<Counters[]>;
}

/** What a handler module exports: built once, from the environment, when it is imported. */
interface HandlerModule<Event> {
  handler: (event: Event, context: Context) => Promise<unknown>;
  counters: () => Counters;
}

const LISTING: FunctionSettings = { name: 's3dex-listing', timeoutMs: 29_000, memoryMb: 1024 };
const INVALIDATION: FunctionSettings = { name: 's3dex-invalidation', timeoutMs: 30_000, memoryMb: 512 };

/** Of the s3dex command and its users' shells; to the functions, which refuse what they do not know, they are no settings. */
const OF_THE_COMMAND = ['S3DEX_ENDPOINT', 'S3DEX_TOKEN'];

let loadedInto: string | undefined;

/**
 * Sets the environment and imports the handlers. Modules are built once a process from the process's environment, so
 * a second stack in one process would silently answer from the first one's table: it is refused.
 */
export async function loadFunctions(environment: Record<string, string>): Promise<Functions> {
  if (loadedInto !== undefined) throw new Error(`one stack a process: this one already runs ${loadedInto}`);
  loadedInto = environment.S3DEX_BUCKETS ?? '';
  for (const name of OF_THE_COMMAND) delete process.env[name];
  Object.assign(process.env, environment);
  const listing: HandlerModule<APIGatewayProxyEventV2> = await import('../lambdas/listing.ts');
  const invalidation: HandlerModule<SQSEvent> = await import('../lambdas/invalidation.ts');
  return {
    listing: (event, requestId) => invoke(LISTING, listing, event, requestId),
    invalidation: (event) => invoke(INVALIDATION, invalidation, event, randomUUID()),
    counters: () => [listing.counters(), invalidation.counters()],
  };
}

function invoke<Event>(
  settings: FunctionSettings,
  module: HandlerModule<Event>,
  event: Event,
  requestId: string,
): Promise<unknown> {
  // As on Lambda, a function gets its event as JSON and keeps nothing of its caller.
  const received: Event = JSON.parse(JSON.stringify(event));
  return withinTimeout(settings, module.handler(received, functionContext(settings, requestId, Date.now())));
}
