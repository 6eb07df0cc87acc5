/** The handler of each operation. */
import type { OperationId } from '../../contract/operations.ts';
import { emptyQuery } from '../../contract/schema.ts';
import type { Operation } from './operation.ts';
import { buckets } from './operations/buckets.ts';
import { download } from './operations/download.ts';
import { cancelFill, fill, fillStatus } from './operations/fills.ts';
import { inspect } from './operations/inspect.ts';
import { invalidate } from './operations/invalidate.ts';
import { list } from './operations/list.ts';
import { listMany } from './operations/list-many.ts';
import { stat } from './operations/stat.ts';
import { statMany } from './operations/stat-many.ts';
import { stats } from './operations/stats.ts';
import { usage } from './operations/usage.ts';
import { reported } from './outcome.ts';
import { parseRequestQuery } from './parse-request.ts';

const HEALTHY = JSON.stringify({ status: 'ok' });

export const HANDLERS: Record<OperationId, Operation> = {
  list,
  listMany,
  usage,
  stat,
  statMany,
  invalidate,
  fill,
  fillStatus,
  cancelFill,
  download,
  inspect,
  buckets,
  stats,
  health: async ({ event }) => {
    const none = parseRequestQuery(event, emptyQuery);
    return none.outcome === 'refused' ? none : reported(HEALTHY);
  },
  openapi: async ({ event }, deps) => {
    const none = parseRequestQuery(event, emptyQuery);
    if (none.outcome === 'refused') return none;
    return { outcome: 'replied', body: await deps.openApiDocument(), tagged: true };
  },
};
