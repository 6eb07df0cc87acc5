/** The handler with a fake Reader, which records its questions and returns given answers. */

import type { ServedBucket } from '../../../lambdas/core/model/served-bucket.ts';
import { noUsage } from '../../../lambdas/core/model/usage.ts';
import type { Counter } from '../../../lambdas/core/ports/telemetry.ts';
import type { Failed, FailureCode } from '../../../lambdas/core/questions/answer.ts';
import type { CacheDirectives } from '../../../lambdas/core/questions/cache-directives.ts';
import type { Fills } from '../../../lambdas/core/questions/fill.ts';
import type { Provenance } from '../../../lambdas/core/questions/provenance.ts';
import type { Reader } from '../../../lambdas/core/questions/reader.ts';
import type { HttpEvent } from '../../../lambdas/http/event.ts';
import { createHttpHandler } from '../../../lambdas/http/handler.ts';
import type { Counts, HttpDeps } from '../../../lambdas/http/operation.ts';
import type { HttpResponse } from '../../../lambdas/http/respond.ts';
import { servedBuckets } from '../../../lambdas/http/served-buckets.ts';
import { routeFieldsOf, routeOf } from '../../../local/api-routes.ts';

export const NOW = Date.UTC(2026, 10, 22, 9, 30, 0);

export const DEMO: ServedBucket = {
  name: 'demo',
  events: 's3',
  prefixes: [],
  listLifeMs: 3_600_000,
  statLifeMs: 3_600_000,
};
/** A bucket of which only two prefixes are served. */
export const PARTLY: ServedBucket = {
  ...DEMO,
  name: 'partly',
  events: 'none',
  prefixes: ['photos/', 'logs/2026/'],
  listLifeMs: 60_000,
  statLifeMs: 0,
};

export const NEUTRAL: CacheDirectives = { noCache: false, onlyIfCached: false, noStore: false };

/** The provenance of a hit with an age of twelve seconds. */
export const HIT: Provenance = {
  served: 'hit',
  observedAt: NOW - 12_000,
  endsAt: NOW + 3_588_000,
  stored: false,
  s3Lists: 0,
  s3Heads: 0,
  s3Ms: 0,
  indexMs: 4.25,
};

export function failed(code: FailureCode, provenance?: Provenance): Failed {
  return { outcome: 'failed', code, detail: `because of ${code}`, provenance };
}

/** The default answers: an empty listing and no objects. Tests replace the answers that they need. */
const NOTHING: Reader = {
  list: async () => ({ outcome: 'answered', value: { entries: [] }, provenance: HIT }),
  find: async () => ({
    outcome: 'answered',
    value: { entries: [], scanned: 0, complete: true },
    provenance: HIT,
  }),
  listMany: async ({ places }) => ({
    outcome: 'answered',
    value: places.map(() => ({ outcome: 'answered', value: { entries: [] }, provenance: HIT })),
    provenance: HIT,
  }),
  usage: async () => ({
    outcome: 'answered',
    value: { usage: noUsage(), children: [], complete: true },
    provenance: HIT,
  }),
  stat: async () => failed('no-such-key', HIT),
  statMany: async ({ keys }) => ({
    outcome: 'answered',
    value: keys.map((key) => ({ key, found: false })),
    provenance: HIT,
  }),
  invalidate: async () => ({ outcome: 'answered', invalidatedAt: NOW }),
  inspect: async () => ({
    outcome: 'answered',
    value: { chunks: [], records: [], voidNames: 0, coverage: 'none', truncated: false },
  }),
};

/** Fills for tests: every fill is of `photos/` in the bucket `demo`, and is running. */
export const FILLS: Fills = {
  begin: async ({ bucket }) => ({ outcome: 'answered', value: { bucket: bucket.name, id: 'f1' } }),
  find: async ({ bucket, id }) => ({
    outcome: 'answered',
    value: { bucket, id, prefix: 'photos/', recursive: true, startedAt: NOW - 2_000 },
  }),
  progress: async () => ({ outcome: 'answered', value: { state: 'running', listed: 1_200, pages: 2 } }),
  cancel: async () => ({ outcome: 'answered', value: undefined }),
};

export interface Ask {
  method?: string;
  path?: string;
  query?: string;
  headers?: Record<string, string>;
  body?: string;
  isBase64Encoded?: boolean;
  basePath?: string;
}

/** An event from the gateway; `basePath` is the name of the stage or of a custom domain's mapping. */
export function eventOf({ method = 'GET', path = '/v1/health', query = '', ...rest }: Ask): HttpEvent {
  return {
    ...routeFieldsOf(routeOf(method, path)),
    rawPath: `${rest.basePath ?? ''}${path}`,
    rawQueryString: query,
    headers: rest.headers ?? {},
    requestContext: { requestId: 'req-1', http: { method } },
    body: rest.body,
    isBase64Encoded: rest.isBase64Encoded ?? false,
  };
}

export function service(given: Partial<Reader> = {}, overrides: Partial<HttpDeps> = {}) {
  const counted = new Map<Counter, number>();
  const asked: { operation: keyof Reader; question: unknown }[] = [];
  /** The counters at each time they were published. */
  const published: Map<Counter, number>[] = [];
  const logged: { requestId: string | undefined; cause: unknown }[] = [];
  const answers = { ...NOTHING, ...given };
  const reader = Object.fromEntries(
    (Object.keys(answers) as (keyof Reader)[]).map((operation) => [
      operation,
      (question: never) => {
        asked.push({ operation, question });
        return answers[operation](question);
      },
    ]),
  ) as unknown as Reader;
  const handler = createHttpHandler({
    reader,
    fills: FILLS,
    clock: { now: () => NOW },
    telemetry: { count: (counter, by = 1) => counted.set(counter, (counted.get(counter) ?? 0) + by) },
    functionGb: 1,
    publish: () => published.push(new Map(counted)),
    buckets: servedBuckets([DEMO, PARTLY]),
    counters: () => Object.fromEntries(counted) as Counts,
    startedAt: NOW - 60_000,
    tableSize: async () => ({ items: 3, bytes: 900 }),
    openApiDocument: async () => '{"openapi":"3.1.1"}',
    logFailure: (requestId, cause) => logged.push({ requestId, cause }),
    ...overrides,
  });
  return {
    asked,
    counted,
    logged,
    published,
    send: (ask: Ask): Promise<HttpResponse> => handler(eventOf(ask), {} as never) as Promise<HttpResponse>,
    invoke: (event: HttpEvent, context: object = {}) =>
      handler(event, context as never) as Promise<HttpResponse>,
  };
}

export function problemOf(response: HttpResponse): { status: number; code: string; detail: string } {
  const { status, code, detail } = JSON.parse(response.body);
  return { status, code, detail };
}
