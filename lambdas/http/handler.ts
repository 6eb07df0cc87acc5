/** The HTTP API as one Lambda handler: the routes, and what all responses have in common. */
import middy, { type MiddyfiedHandler, type Request } from '@middy/core';
import { gbSeconds } from '../../shared/billed-time.ts';
import { parseCacheControl } from './cache-control.ts';
import { compression, varyByEncoding } from './compression.ts';
import { type Crowd, createCrowd } from './crowd.ts';
import type { HttpEvent } from './event.ts';
import { matchRoute } from './match-route.ts';
import type { HttpDeps } from './operation.ts';
import type { Outcome } from './outcome.ts';
import { address, failure, type HttpResponse, requestIdOf, respond } from './respond.ts';
import { HANDLERS } from './routes.ts';
import { bucketsFor } from './served-buckets.ts';

/** If only this much of Lambda's own time limit is left, a response is sent, even if the routes are still waiting. */
const TIMEOUT_EARLY_MS = 500;

export function createHttpHandler(deps: HttpDeps): MiddyfiedHandler<HttpEvent, HttpResponse> {
  const crowd = createCrowd(deps.clock);
  const base = async (event: HttpEvent): Promise<HttpResponse> => {
    const startedAt = deps.clock.now();
    const outcome = await route(event, deps, crowd);
    return respond(outcome, event, { startedAt, now: deps.clock.now() });
  };
  const startedAt = new WeakMap<object, number>();
  // The braces are needed: middy uses the value that a hook returns as the response. The `after` hook that is
  // registered last runs first, so this hook runs after compression.
  const end = (request: Request<HttpEvent, HttpResponse>) => {
    deps.telemetry.count('httpRequests');
    const now = deps.clock.now();
    const billed = gbSeconds(deps.functionGb, startedAt.get(request) ?? now, now);
    deps.telemetry.count('functionGbSeconds', billed);
    deps.publish();
  };
  return (
    middy<HttpEvent, HttpResponse>(base, {
      timeoutEarlyInMillis: TIMEOUT_EARLY_MS,
      timeoutEarlyResponse: () =>
        failure('unavailable', 'the request reached the time limit of the function'),
    })
      .before((request) => {
        startedAt.set(request, deps.clock.now());
      })
      .after(end)
      .use(compression())
      // Registered last, so it runs before compression. It also runs when middy answers in place of the handler.
      .after(({ event, response }: Request<HttpEvent, HttpResponse>) => {
        if (response) address(response, event);
      })
      .onError((request: Request<HttpEvent, HttpResponse>) => {
        const response = unexpected(request, deps);
        end(request);
        return response;
      })
  );
}

/**
 * Operations that do not wait in the crowd: a health check is cheap, and an invalidation reports data that is no
 * longer valid.
 */
const UNLIMITED: ReadonlySet<string> = new Set(['health', 'invalidate']);

function route(event: HttpEvent, deps: HttpDeps, crowd: Crowd): Promise<Outcome> | Outcome {
  const match = matchRoute(event);
  if (match.outcome === 'refused') return match;
  const { operation, parameters } = match.value;
  const freshness = parseCacheControl(event.headers?.['cache-control']);
  const buckets = bucketsFor(event, deps.buckets, deps.callerPrefixes);
  const { bucket = '', id = '' } = parameters;
  const answer = () => HANDLERS[operation]({ event, bucket, id, freshness }, { ...deps, buckets });
  return UNLIMITED.has(operation) ? answer() : crowd(answer);
}

/** Responds to a bug or to broken infrastructure. The cause is only in the log. */
function unexpected({ event, error }: Request<HttpEvent, HttpResponse>, deps: HttpDeps): HttpResponse {
  deps.logFailure(requestIdOf(event), error);
  deps.telemetry.count('failures');
  const response = failure('internal', 'the log has the cause under the request ID');
  address(response, event);
  varyByEncoding({ response });
  return response;
}
