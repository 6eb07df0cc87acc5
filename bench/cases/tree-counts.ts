/** What trees cost: a recursive listing of 1,000 objects in small directories, and events below watched trees. */
import { BUCKET } from '../contestant.ts';
import { nameOf } from '../directory.ts';
import { difference } from '../meter.ts';
import { type Row, rowOf } from '../row.ts';
import type { S3dex } from '../s3dex.ts';
import { sampleOf } from '../sampling.ts';
import type { Servers } from '../servers/start.ts';

export const RECURSIVE_OBJECTS = 1_000;
const DIRECTORIES = 50;
/** All of these directories are watched for the tree, and none is listed. The last one holds the objects. */
const WATCHED_TREES = Array.from({ length: 9 }, (_, depth) => `watched/${'below/'.repeat(depth)}`);
/** Nothing here is watched. An event reads the heads of the four directories above the key. */
const UNWATCHED = 'unwatched/a/b/';
export const UNWATCHED_HEADS = 4;

export async function treeCountCases(servers: Servers, s3dex: S3dex): Promise<Row[]> {
  return [...(await recursiveRows(servers, s3dex)), ...(await eventRows(servers, s3dex))];
}

async function recursiveRows(servers: Servers, s3dex: S3dex): Promise<Row[]> {
  const prefix = 'recursive/';
  const count = RECURSIVE_OBJECTS / DIRECTORIES;
  await servers.fill(
    Array.from({ length: DIRECTORIES }, (_, i) => ({ bucket: BUCKET, prefix: `${prefix}${i}/`, count })),
  );
  const rows: Row[] = [];
  const take = async (name: string) => {
    const sample = await sampleOf(s3dex, async () => {
      const found = await s3dex.listBelow(prefix);
      if (found !== RECURSIVE_OBJECTS) throw new Error(`${found} of ${RECURSIVE_OBJECTS} objects`);
    });
    rows.push(rowOf({ name, rival: 's3dex', n: RECURSIVE_OBJECTS }, [sample]));
  };
  await take('recursive-cold');
  await take('recursive-warm');
  const written = [prefix + '7/' + nameOf(3)];
  await servers.put(BUCKET, written);
  await s3dex.wrote(written);
  await take('recursive-after-1-write');
  return rows;
}

async function eventRows(servers: Servers, s3dex: S3dex): Promise<Row[]> {
  const bottom = WATCHED_TREES.at(-1)!;
  await servers.fill([bottom, UNWATCHED].map((prefix) => ({ bucket: BUCKET, prefix, count: 1 })));
  for (const prefix of WATCHED_TREES) await s3dex.usage(prefix);
  const write = async (name: string, prefix: string, n: number) => {
    const key = prefix + nameOf(0);
    await servers.put(BUCKET, [key]);
    const before = s3dex.onEvents.calls;
    const from = performance.now();
    await s3dex.wrote([key]);
    const counts = { ...difference(s3dex.onEvents.calls, before), requests: 0 };
    return rowOf({ name, rival: 's3dex', n }, [{ ms: performance.now() - from, counts }]);
  };
  return [
    await write('event-below-watched-trees', bottom, WATCHED_TREES.length),
    await write('event-below-no-tree', UNWATCHED, UNWATCHED_HEADS),
  ];
}
