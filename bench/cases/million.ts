/** A directory of 1,000,000 objects beside one of 1,000: first page, last page, a stat, one write. s3dex alone: the rivals have no pages. */
import { formatCursor } from '../../lambdas/http/cursor.ts';
import { BUCKET } from '../contestant.ts';
import { nameOf } from '../directory.ts';
import { type Row, rowOf } from '../row.ts';
import type { S3dex } from '../s3dex.ts';
import { sampleOf } from '../sampling.ts';
import type { Servers } from '../servers/start.ts';

export const LARGE = 1_000_000;
export const SMALL = 1_000;
const PAGE = 1_000;
/** Of the last page, which the end cuts short: a page that starts so many names before it. */
const TAIL = 500;

export function prefixOf(count: number): string {
  return `of-${count}/`;
}

export async function millionCases(servers: Servers, s3dex: S3dex, sizes = [SMALL, LARGE]): Promise<Row[]> {
  const [instance] = s3dex.instances;
  const rows: Row[] = [];
  const known = 'known/' + nameOf(0);
  await servers.fill([{ bucket: BUCKET, prefix: 'known/', count: 1 }]);
  for (const n of sizes) {
    const prefix = prefixOf(n);
    await servers.fill([{ bucket: BUCKET, prefix, count: n }]);
    const page = async (expected: number, cursor?: string) => {
      const { entries } = await instance!.page(prefix, PAGE, cursor);
      if (entries.length !== expected) throw new Error(`${entries.length} entries on a page of ${expected}`);
    };
    const lastPage = formatCursor({ bucket: BUCKET, prefix }, nameOf(n - TAIL - 1));
    const stat = (index: number) => async () => {
      if (!(await s3dex.stat(prefix + nameOf(index)))) throw new Error(`no object ${index}`);
    };
    const take = async (name: string, ask: () => Promise<void>, requests = 1) => {
      // The bucket's item is read once a second, by whichever question comes first: not by this one.
      await s3dex.stat(known);
      const sample = await sampleOf(s3dex, ask);
      rows.push(rowOf({ name, rival: 's3dex', n }, [{ ...sample, counts: { ...sample.counts, requests } }]));
    };
    await take('first-page-cold', () => page(PAGE));
    await take('first-page-warm', () => page(PAGE));
    await take('last-page-cold', () => page(TAIL, lastPage));
    await take('last-page-warm', () => page(TAIL, lastPage));
    await take('stat-in-page', stat(10));
    const written = prefix + nameOf(20);
    await servers.put(BUCKET, [written]);
    const before = s3dex.onEvents.calls;
    const from = performance.now();
    await s3dex.wrote([written]);
    const ms = performance.now() - from;
    const { rru, wru } = s3dex.onEvents.calls;
    const event = {
      s3Lists: 0,
      s3Heads: 0,
      commands: 0,
      requests: 0,
      rru: rru - before.rru,
      wru: wru - before.wru,
    };
    rows.push(rowOf({ name: 'event', rival: 's3dex', n }, [{ ms, counts: event }]));
    await take('first-page-after-write', () => page(PAGE));
    await take('stat-after-write', stat(20));
  }
  return rows;
}
