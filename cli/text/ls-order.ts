/**
 * The order of `aws s3 ls`, which prints, for each LIST answer, the directories before the objects. So S3's order
 * holds only within each run of 1,000 entries, separately for directories and objects. The service's pages may have
 * other sizes, so the runs are counted here.
 */

import type { EntryJson } from '../../contract/client.ts';
import { LIST_MAX_KEYS } from '../../shared/list-bound.ts';

/** Yields runs of entries, each in printing order. */
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
