/** Sends a request to the service, again if the index does not answer it. */
import { type Freshness, S3dexError } from '../../contract/client.ts';
import { IndexSilent } from './index-silent.ts';
import type { Place } from './page.ts';

/** The table may miss its time limit once. An outage lasts longer than these waits. */
const ASK_AGAIN_AFTER_MS = [500, 2_000, 5_000];
/** The details of Cache-Status that mean that the index was not read. */
const SILENT: ReadonlySet<string | undefined> = new Set(['index-unavailable', 'clock-is-wrong']);

/**
 * Returns `undefined` if the index does not hold the answer.
 *
 * @throws IndexSilent if the index did not answer.
 */
export async function askIndex<T>({ wait }: Place, ask: () => Promise<T>): Promise<T | undefined> {
  for (const ms of ASK_AGAIN_AFTER_MS) {
    try {
      return await askOnce(ask);
    } catch (error) {
      if (!(error instanceof IndexSilent)) throw error;
      await wait(ms);
    }
  }
  return askOnce(ask);
}

async function askOnce<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof S3dexError) || error.code !== 'only-if-cached') throw error;
    if (error.freshness) requireIndex(error.freshness);
    return undefined;
  }
}

/** @throws IndexSilent if the answer was given without the index. */
export function requireIndex({ cacheStatus }: Freshness): void {
  const detail = cacheStatus?.detail;
  if (SILENT.has(detail)) throw new IndexSilent(detail!);
}
