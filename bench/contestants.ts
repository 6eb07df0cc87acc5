/** All contestants, on the same servers. */
import type { Contestant } from './contestant.ts';
import { itemPerObject } from './rivals/item-per-object.ts';
import { listOnly } from './rivals/list-only.ts';
import { listThenHead } from './rivals/list-then-head.ts';
import { ttlCache } from './rivals/ttl-cache.ts';
import { createS3dex, type S3dex } from './s3dex.ts';
import type { Servers } from './servers/start.ts';

export const INDEX_TABLE = 's3dex';

export async function createContestants(servers: Servers): Promise<{ s3dex: S3dex; rivals: Contestant[] }> {
  const { s3Url } = servers;
  return {
    s3dex: await createS3dex(servers, INDEX_TABLE),
    rivals: [
      listThenHead(s3Url, 1),
      listThenHead(s3Url, 16),
      listOnly(s3Url),
      ttlCache(s3Url),
      await itemPerObject(servers),
    ],
  };
}
