/**
 * The 1,000 newest objects of a directory: sorted by the service, compared with loading everything and sorting in
 * the caller.
 */
import { LIST_MAX_KEYS } from '../../shared/list-bound.ts';
import { BUCKET, type Contestant } from '../contestant.ts';
import { type Row, rowOf, type Sample } from '../row.ts';
import type { S3dex } from '../s3dex.ts';
import { sampleOf } from '../sampling.ts';
import type { Servers } from '../servers/start.ts';

const ROUNDS = 3;

/** @param plain a rival that lists everything in S3 and sorts it */
export async function newestCases(
  servers: Servers,
  s3dex: S3dex,
  plain: Contestant,
  sizes: readonly number[],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const n of sizes) {
    const prefix = `newest-of-${n}/`;
    await servers.fill([{ bucket: BUCKET, prefix, count: n }]);
    const cold = await sampleOf(s3dex, () => s3dex.newest(prefix, LIST_MAX_KEYS));
    rows.push(rowOf({ name: 'newest-first-cold', rival: 's3dex', n }, [cold]));
    const samples = { service: [] as Sample[], client: [] as Sample[], s3: [] as Sample[] };
    for (let round = 0; round < ROUNDS; round++) {
      const found: string[][] = [];
      const take = async (to: Sample[], contestant: Contestant, ask: () => Promise<string[]>) => {
        to.push(await sampleOf(contestant, async () => found.push(await ask())));
      };
      await take(samples.service, s3dex, () => s3dex.newest(prefix, LIST_MAX_KEYS));
      await take(samples.client, s3dex, () => s3dex.newestOfAll(prefix, LIST_MAX_KEYS));
      await take(samples.s3, plain, () => plain.newest!(prefix, LIST_MAX_KEYS));
      if (new Set(found.map((keys) => JSON.stringify(keys))).size > 1)
        throw new Error('they disagree on the newest');
    }
    rows.push(
      rowOf({ name: 'newest-first-warm', rival: 's3dex', n }, samples.service),
      rowOf({ name: 'newest-first-warm', rival: plain.name, n, note: 'all listed, then sorted' }, samples.s3),
      rowOf(
        { name: 'newest-first-by-all-pages', rival: 's3dex', n, note: 'sorted in the client' },
        samples.client,
      ),
    );
  }
  return rows;
}
