/** The usage of a tree of 1,000,000 objects in 10,000 directories: cold, warm, and after a write. */
import { BUCKET } from '../contestant.ts';
import { nameOf } from '../directory.ts';
import { type Row, rowOf, type Sample } from '../row.ts';
import type { S3dex } from '../s3dex.ts';
import { sampleOf } from '../sampling.ts';
import type { Servers } from '../servers/start.ts';
import type { TreeRival, TreeSum } from '../tree-contestant.ts';

const WIDTH = 100;
const OBJECTS_EACH = 100;
export const USAGE_OBJECTS = WIDTH * WIDTH * OBJECTS_EACH;
/** Objects in a single directory, to show what the digest rows of many directories cost. */
export const FLAT_OBJECTS = 100_000;
const PREFIX = 'usage/';
const FLAT = 'usage-of-one/';
const WARM_SAMPLES = 5;

const numbered = (index: number) => String(index).padStart(2, '0');

export async function usageCases(
  servers: Servers,
  s3dex: S3dex,
  rivals: readonly TreeRival[] = [],
): Promise<Row[]> {
  for (let top = 0; top < WIDTH; top++) {
    const directories = Array.from({ length: WIDTH }, (_, i) => `${PREFIX}${numbered(top)}/${numbered(i)}/`);
    await servers.fill(directories.map((prefix) => ({ bucket: BUCKET, prefix, count: OBJECTS_EACH })));
  }
  const rows: Row[] = [];
  const take = async (name: string, times = 1) => {
    const samples: Sample[] = [];
    for (let i = 0; i < times; i++)
      samples.push(await sampleOf(s3dex, async () => mustBeAll('s3dex', await s3dex.usage(PREFIX))));
    rows.push(rowOf({ name, rival: 's3dex', n: USAGE_OBJECTS }, samples));
  };
  await take('usage-cold');
  for (const rival of rivals) rows.push(await rivalRow(rival));
  await take('usage-warm', WARM_SAMPLES);
  const written = [`${PREFIX}50/50/${nameOf(50)}`];
  await servers.put(BUCKET, written);
  await s3dex.wrote(written);
  await take('usage-after-1-write');
  rows.push(await flatRow(servers, s3dex));
  return rows;
}

async function flatRow(servers: Servers, s3dex: S3dex): Promise<Row> {
  await servers.fill([{ bucket: BUCKET, prefix: FLAT, count: FLAT_OBJECTS }]);
  await s3dex.usage(FLAT);
  const sample = await sampleOf(s3dex, () => s3dex.usage(FLAT));
  return rowOf({ name: 'usage-of-one-directory-warm', rival: 's3dex', n: FLAT_OBJECTS }, [sample]);
}

async function rivalRow(rival: TreeRival): Promise<Row> {
  const before = await rival.counts();
  const from = performance.now();
  mustBeAll(rival.name, await rival.sum(PREFIX));
  const ms = performance.now() - from;
  const after = await rival.counts();
  const counts = { ...after, s3Lists: after.s3Lists - before.s3Lists };
  const about = { name: 'usage-cold', rival: rival.name, n: USAGE_OBJECTS, note: rival.note };
  return rowOf(about, [{ ms, counts }]);
}

function mustBeAll(name: string, { objects }: TreeSum): void {
  if (objects !== USAGE_OBJECTS) throw new Error(`${name} found ${objects} of ${USAGE_OBJECTS} objects`);
}
