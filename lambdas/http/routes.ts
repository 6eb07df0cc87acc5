/** Which operation a path and method ask for. */
import { type Method, OPERATIONS, type OperationId, ROUTES, type Route } from '../../contract/operations.ts';
import { emptyQuery } from '../../contract/schema.ts';
import type { Operation } from './call.ts';
import { buckets } from './operations/buckets.ts';
import { inspect } from './operations/inspect.ts';
import { invalidate } from './operations/invalidate.ts';
import { list } from './operations/list.ts';
import { stat } from './operations/stat.ts';
import { statMany } from './operations/stat-many.ts';
import { stats } from './operations/stats.ts';
import { type Parsed, parsed, type Refused, refused, reported } from './outcome.ts';
import { readQuery } from './read.ts';

const HEALTHY = JSON.stringify({ status: 'ok' });

const HANDLERS: Record<OperationId, Operation> = {
  list,
  stat,
  statMany,
  invalidate,
  inspect,
  buckets,
  stats,
  health: async ({ event }) => {
    const none = readQuery(event, emptyQuery);
    return none.outcome === 'refused' ? none : reported(HEALTHY);
  },
  openapi: async ({ event }, deps) => {
    const none = readQuery(event, emptyQuery);
    if (none.outcome === 'refused') return none;
    return { outcome: 'replied', body: await deps.openApiDocument(), tagged: true };
  },
};

export interface Match {
  handle: Operation;
  /** The segment that stands for `{bucket}`; empty where the path has none. */
  bucket: string;
}

/** The routes of each path template, by their number of segments. */
const TEMPLATES = [...new Set(Object.values(OPERATIONS).map((it) => it.path))].map((path) => ({
  segments: path.split('/'),
  routes: ROUTES.filter((it) => it.path === path),
}));

export function matchRoute(method: string, path: string): Parsed<Match> | Refused {
  const segments = path.split('/');
  for (const template of TEMPLATES) {
    const bucket = matchSegments(template.segments, segments);
    if (bucket === undefined) continue;
    const route = template.routes.find((it) => it.method === method);
    if (route) return parsed({ handle: HANDLERS[route.operation], bucket });
    return refused('method-not-allowed', 'method: is not one of those in Allow', {
      allow: allow(template.routes),
    });
  }
  return refused('no-such-route', 'path: is not one of this service');
}

/** Undefined: they do not match; else the bucket's segment. */
function matchSegments(template: readonly string[], segments: readonly string[]): string | undefined {
  if (template.length !== segments.length) return undefined;
  let bucket = '';
  for (const [index, part] of template.entries()) {
    const segment = segments[index]!;
    if (part === '{bucket}' && segment !== '') bucket = segment;
    else if (part !== segment) return undefined;
  }
  return bucket;
}

function allow(routes: readonly Route[]): string {
  const methods: readonly Method[] = routes.map((it) => it.method);
  return methods.join(', ');
}
