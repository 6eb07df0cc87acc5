/**
 * Converts the sort and filters of a list request to those of the model. Resolves relative times and compiles the
 * glob.
 */

import type { ListQuery } from '../../contract/schema.ts';
import type { Sort } from '../../contract/sorts.ts';
import type { AskedTime } from '../../contract/time-text.ts';
import type { Selection } from '../core/model/selection.ts';
import type { SortBy, SortOrder } from '../core/model/sort-order.ts';
import { compileGlob } from './glob/compile.ts';
import { type Parsed, parsed, type Refused, refused } from './outcome.ts';

/** Returns `undefined` when the request has no filter. */
export async function selectionOf(
  query: ListQuery,
  now: number,
): Promise<Parsed<Selection | undefined> | Refused> {
  const modifiedAfterMs = timeMs(query.modifiedAfter, now);
  const modifiedBeforeMs = timeMs(query.modifiedBefore, now);
  if (
    modifiedAfterMs !== undefined &&
    modifiedBeforeMs !== undefined &&
    modifiedAfterMs >= modifiedBeforeMs
  ) {
    return refused('invalid-request', 'modifiedAfter: is not earlier than modifiedBefore');
  }
  const glob = query.glob === undefined ? undefined : await compileGlob(query.glob);
  if (glob?.outcome === 'malformed') return refused('invalid-request', `glob: ${glob.reason}`);
  const { contains, type, minSize: minSizeBytes, maxSize: maxSizeBytes, storageClass } = query;
  const selection: Selection = {
    pattern: glob?.pattern,
    contains,
    type,
    minSizeBytes,
    maxSizeBytes,
    modifiedAfterMs,
    modifiedBeforeMs,
    storageClass,
  };
  const isFiltered = Object.values(selection).some((condition) => condition !== undefined);
  return parsed(isFiltered ? selection : undefined);
}

function timeMs(time: AskedTime | undefined, now: number): number | undefined {
  if (time === undefined) return undefined;
  return 'atMs' in time ? time.atMs : now - time.agoMs;
}

export function orderOf(sort: Sort): SortOrder {
  const descending = sort.startsWith('-');
  return { by: (descending ? sort.slice(1) : sort) as SortBy, descending };
}
