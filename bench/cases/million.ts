/** A directory of 1,000,000 objects compared with one of 1,000: first page, last page, a stat, one write. */
import { LIST_MAX_KEYS } from '../../shared/list-bound.ts';
import { BUCKET, type Contestant } from '../contestant.ts';
import { nameOf } from '../directory.ts';
import { difference } from '../meter.ts';
import { type Row, rowOf } from '../row.ts';
import type { S3dex } from '../s3dex.ts';
import { sampleOf } from '../sampling.ts';
import type { Servers } from '../servers/start.ts';

export const LARGE = 1_000_000;
export const SMALL = 1_000;
/** The last page has fewer names than the others: it begins this many names before the end. */
const TAIL = 500;

export function prefixOf(count: number): string {
  return `of-${count}/`;
}

/** Another contestant with pages, if given, gets the same requests. */
export async function millionCases(
  servers: Servers,
  s3dex: S3dex,
  rival?: Contestant,
  sizes = [SMALL, LARGE],
): Promise<Row[]> {
  const rows: Row[] = [];
  const known = 'known/' + nameOf(0);
  await servers.fill([{ bucket: BUCKET, prefix: 'known/', count: 1 }]);
  for (const n of sizes) {
    const prefix = prefixOf(n);
    await servers.fill([{ bucket: BUCKET, prefix, count: n }]);
    const beforeTail = prefix + nameOf(n - TAIL - 1);
    const page = (expected: number, after?: string) => async (contestant: Contestant) => {
      const found = await contestant.page!(prefix, after);
      if (found !== expected) throw new Error(`${found} entries on a page of ${expected}`);
    };
    const stat = (index: number) => async (contestant: Contestant) => {
      if (!(await contestant.stat(prefix + nameOf(index)))) throw new Error(`no object ${index}`);
    };
    const take = async (name: string, ask: (contestant: Contestant) => Promise<void>) => {
      for (const contestant of rival ? [s3dex, rival] : [s3dex]) {
        // The first request in each second reads the bucket's item. This stat makes sure that the measured request
        // does not read it.
        if (contestant === s3dex) await s3dex.stat(known);
        const sample = await sampleOf(contestant, () => ask(contestant));
        rows.push(rowOf({ name, rival: contestant.name, n }, [sample]));
      }
    };
    await take('first-page-cold', page(LIST_MAX_KEYS));
    await take('first-page-warm', page(LIST_MAX_KEYS));
    await take('last-page-cold', page(TAIL, beforeTail));
    await take('last-page-warm', page(TAIL, beforeTail));
    await take('stat-in-page', stat(10));
    const written = prefix + nameOf(20);
    await servers.put(BUCKET, [written]);
    const before = s3dex.onEvents.calls;
    const from = performance.now();
    await s3dex.wrote([written]);
    const ms = performance.now() - from;
    const event = { ...difference(s3dex.onEvents.calls, before), requests: 0 };
    rows.push(rowOf({ name: 'event', rival: 's3dex', n }, [{ ms, counts: event }]));
    await take('first-page-after-write', page(LIST_MAX_KEYS));
    await take('stat-after-write', stat(20));
  }
  return rows;
}
