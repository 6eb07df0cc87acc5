/** 50 cold readers of one directory at the same time, on 10 instances of the handler. */
import { BUCKET } from '../contestant.ts';
import { type Row, rowOf } from '../row.ts';
import { createS3dex } from '../s3dex.ts';
import type { Servers } from '../servers/start.ts';

const READERS = 50;
const INSTANCES = 10;
const OBJECTS = 1_000;

export async function stampedeCase(servers: Servers, rounds: number): Promise<Row[]> {
  const rows: Row[] = [];
  const s3dex = await createS3dex(servers, 'stampede', INSTANCES);
  try {
    for (let round = 0; round < rounds; round++) {
      const prefix = `stampede/${round}/`;
      await servers.fill([{ bucket: BUCKET, prefix, count: OBJECTS }]);
      const before = s3dex.counts;
      const times = await Promise.all(
        Array.from({ length: READERS }, async (_, reader) => {
          const from = performance.now();
          const { value } = await s3dex.instances[reader % INSTANCES]!.list(prefix);
          if (value !== OBJECTS) throw new Error(`a reader sees ${value} of ${OBJECTS}`);
          return performance.now() - from;
        }),
      );
      const { s3Lists, s3Heads, rru, wru, commands } = s3dex.counts;
      const counts = {
        s3Lists: s3Lists - before.s3Lists,
        s3Heads: s3Heads - before.s3Heads,
        rru: rru - before.rru,
        wru: wru - before.wru,
        commands: commands - before.commands,
        requests: READERS,
      };
      const ms = Math.max(...times);
      rows.push(
        rowOf({ name: 'stampede', rival: 's3dex', n: OBJECTS, note: 'of all 50 readers' }, [{ ms, counts }]),
      );
    }
  } finally {
    s3dex.stop();
  }
  return rows;
}
