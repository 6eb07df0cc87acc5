/** The local stack's own routes: the explorer at `/`, `/_local/metrics`, `/_local/settle`, `/_local/events`. */
import type { EventPipeline } from './events.ts';
import { createExplorerRoute } from './explorer.ts';
import type { Functions } from './functions.ts';
import type { HttpAnswer } from './http-answer.ts';
import { gatewayProblem, tableProblem } from './http-problem.ts';
import { readMetrics } from './metrics.ts';
import { messagesOf } from './notification-intake.ts';
import type { Requests } from './s3/server.ts';

export interface LocalRequest {
  method: string;
  path: string;
  body: Buffer;
}

const PREFIX = '/_local/';
/** Maximum time for settling. */
const SETTLE_WITHIN_MS = 30_000;

type Route = (body: Buffer) => Promise<HttpAnswer>;

export interface LocalParts {
  functions: Functions;
  pipeline: EventPipeline | undefined;
  /** Requests to the built-in S3 endpoint by all clients except the functions. */
  s3Requests: Requests;
  /** The origin from which the explorer may show objects. */
  objectOrigin?: string;
}

/** The result returns undefined if the request is not for a local route. Then it is for the service. */
export function createLocalRoutes({
  functions,
  pipeline,
  s3Requests,
  objectOrigin,
}: LocalParts): (request: LocalRequest) => Promise<HttpAnswer | undefined> {
  const routes = new Map<string, Route>([
    [
      'GET /_local/metrics',
      async () => json(200, await readMetrics(await functions.counters(), pipeline, s3Requests)),
    ],
    ['POST /_local/settle', () => settle(pipeline)],
    ['POST /_local/events', async (body) => takeEvents(pipeline, body)],
  ]);
  const explorer = createExplorerRoute(objectOrigin);
  return async ({ method, path, body }) => {
    if (path === '/') return explorer(method);
    if (!path.startsWith(PREFIX)) return undefined;
    const route = routes.get(`${method} ${path}`);
    if (route !== undefined) return route(body);
    const allowed = [...routes.keys()]
      .filter((key) => key.endsWith(` ${path}`))
      .map((key) => key.split(' ')[0]);
    if (allowed.length === 0) return tableProblem('no-such-route', 'path: is not a path of the local stack');
    const refusal = tableProblem('method-not-allowed', 'method: is not one of those in the header Allow');
    return { ...refusal, headers: [...refusal.headers, ['allow', allowed.join(', ')]] };
  };
}

async function settle(pipeline: EventPipeline | undefined): Promise<HttpAnswer> {
  if (pipeline === undefined || (await pipeline.ledger.settled(SETTLE_WITHIN_MS)))
    return json(200, { settled: true });
  return gatewayProblem(504, 'unavailable', `some events were not processed within ${SETTLE_WITHIN_MS} ms`);
}

function takeEvents(pipeline: EventPipeline | undefined, body: Buffer): HttpAnswer {
  if (pipeline === undefined) return tableProblem('no-such-route', 'this stack was started with --no-events');
  const messages = messagesOf(body.toString('utf8'));
  if (messages === undefined) {
    return tableProblem(
      'invalid-request',
      'body: must be an S3 notification, each record at most 1 MiB and without characters that SQS refuses',
    );
  }
  for (const message of messages) pipeline.send(message);
  return json(200, { enqueued: messages.length });
}

function json(status: number, value: unknown): HttpAnswer {
  return {
    status,
    headers: [
      ['content-type', 'application/json'],
      ['cache-control', 'no-store'],
    ],
    cookies: [],
    body: Buffer.from(JSON.stringify(value)),
  };
}
