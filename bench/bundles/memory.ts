/**
 * Memory of the listing function while it reads a directory of 1,000,000 objects, in a separate process. It runs
 * once with the heap of a 256 MB function, and once with V8's default heap on this machine, which V8 collects
 * later.
 */
import type { ListAnswer } from '../../contract/answers/list.ts';
import { httpEvent } from '../asker.ts';
import { LARGE, prefixOf } from '../cases/million.ts';
import { BUCKET } from '../contestant.ts';
import { nameOf } from '../directory.ts';
import type { Servers } from '../servers/start.ts';
import type { Bundle } from './bundle.ts';
import { forkListing } from './forked-listing.ts';

export interface PeakMemory {
  objects: number;
  pages: number;
  /** Resident memory of the whole process, with HEAP. */
  peakBytes: number;
  /** The same without limits for the heap. */
  unboundedPeakBytes: number;
}

/**
 * Heap that a 256 MB function can give V8, in MB: three quarters. The rest is code, buffers and the process itself.
 */
export const HEAP = { oldSpaceMb: 192, semiSpaceMb: 8 };
const PAGES = 60;

/** The directory of LARGE objects must exist. */
export async function peakMemory(servers: Servers, listing: Bundle): Promise<PeakMemory> {
  const flags = [`--max-old-space-size=${HEAP.oldSpaceMb}`, `--max-semi-space-size=${HEAP.semiSpaceMb}`];
  const peakBytes = await peakOf(servers, listing, 'memory', flags);
  const unboundedPeakBytes = await peakOf(servers, listing, 'memory-unbounded', []);
  return { objects: LARGE, pages: PAGES, peakBytes, unboundedPeakBytes };
}

async function peakOf(
  servers: Servers,
  listing: Bundle,
  tableName: string,
  execArgv: string[],
): Promise<number> {
  await servers.createTable(tableName);
  const { child, ask } = forkListing(servers, listing, { tableName, execArgv });
  const path = `/v1/buckets/${BUCKET}`;
  const prefix = prefixOf(LARGE);
  try {
    // First cold, then warm, so that decoded chunks are cached.
    for (let time = 0; time < 2; time++) {
      let cursor: string | undefined;
      for (let page = 0; page < PAGES; page++) {
        const query = { prefix, ...(cursor !== undefined && { cursor }) };
        const { body } = await ask(httpEvent('GET', `${path}/entries`, query));
        cursor = (JSON.parse(body) as ListAnswer).nextCursor;
      }
    }
    await ask(httpEvent('GET', `${path}/stat`, { key: prefix + nameOf(10) }));
    // The totals of the indexed part, and of ten more LISTs.
    await ask(httpEvent('GET', `${path}/stat`, { key: prefix }));
    // A sorted listing: one request sends the maximum number of LISTs, which does not complete the directory. The
    // second request sorts the known part.
    const query = { prefix, sort: '-size' };
    await ask(httpEvent('GET', `${path}/entries`, query), [503]);
    const { peakBytes } = await ask(httpEvent('GET', `${path}/entries`, { ...query, partial: 'true' }));
    return peakBytes;
  } finally {
    child.disconnect();
  }
}
