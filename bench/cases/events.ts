/**
 * The cost of a write deep in a tree: marks in directories that were listed, none in other directories, and no S3
 * call for listings of the directories above.
 */
import { BUCKET } from '../contestant.ts';
import { nameOf } from '../directory.ts';
import { difference } from '../meter.ts';
import { type Row, rowOf } from '../row.ts';
import type { S3dex } from '../s3dex.ts';
import { sampleOf } from '../sampling.ts';
import type { Servers } from '../servers/start.ts';

const OBJECTS = 100;
/** Watched directories, from the top down. The last one holds the objects. */
export const LISTED = ['deep/', 'deep/a/', 'deep/a/b/'];
const UNLISTED = 'never/a/b/';

export async function eventCases(servers: Servers, s3dex: S3dex): Promise<Row[]> {
  const bottom = LISTED.at(-1)!;
  const directories = [bottom, UNLISTED].map((prefix) => ({ bucket: BUCKET, prefix, count: OBJECTS }));
  await servers.fill(directories);
  for (const prefix of LISTED) await s3dex.list(prefix);

  const rows: Row[] = [];
  const write = async (name: string, key: string) => {
    await servers.put(BUCKET, [key]);
    const before = s3dex.onEvents.calls;
    const from = performance.now();
    await s3dex.wrote([key]);
    const ms = performance.now() - from;
    const counts = { ...difference(s3dex.onEvents.calls, before), requests: 0 };
    rows.push(rowOf({ name, rival: 's3dex', n: OBJECTS }, [{ ms, counts }]));
  };
  await write('event-watched', bottom + nameOf(7));
  await write('event-unwatched', UNLISTED + nameOf(7));
  const above = LISTED.slice(0, -1);
  const samples = [];
  for (const prefix of above) samples.push(await sampleOf(s3dex, () => s3dex.list(prefix)));
  rows.push(rowOf({ name: 'above-a-write', rival: 's3dex', n: above.length }, samples));
  return rows;
}
