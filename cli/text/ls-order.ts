/**
 * The order of `aws s3 ls`: it prints each LIST answer's directories before its objects, so S3's order holds inside each kind and
 * each run of 1,000 entries. The service's pages may be cut elsewhere, hence the runs are counted here.
 */

import type { EntryJson } from '../../contract/client.ts';
import { LIST_MAX_KEYS } from '../../shared/list-bound.ts';

/** Yields runs, each in the order to print. */
export async function* inAwsOrder(
  pages: AsyncIterable<{ entries: EntryJson[] }>,
): AsyncGenerator<EntryJson[], void, void> {
  let run: EntryJson[] = [];
  for await (const { entries } of pages) {
    for (const entry of entries) {
      run.push(entry);
      if (run.length < LIST_MAX_KEYS) continue;
      yield directoriesFirst(run);
      run = [];
    }
  }
  if (run.length > 0) yield directoriesFirst(run);
}

function directoriesFirst(run: EntryJson[]): EntryJson[] {
  return [...run.filter(({ type }) => type === 'directory'), ...run.filter(({ type }) => type === 'object')];
}
