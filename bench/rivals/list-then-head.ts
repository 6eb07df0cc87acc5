/**
 * Rivals (a) and (b): list the names, then ask for each object's metadata. A program that has only `ls` and `stat`
 * does this (101 calls for 100 files), and so does s3fs-fuse in readdir: s3fs_readdir lists, then
 * readdir_multi_head sends a HEAD for every object, several at a time (s3fs-fuse issue 1541).
 */
import { inParallel } from '../../shared/in-parallel.ts';
import type { Contestant } from '../contestant.ts';
import { createS3Calls } from './s3-calls.ts';

export function listThenHead(s3Url: string, atOnce: 1 | 16): Contestant {
  const s3 = createS3Calls(s3Url);
  const heads = async (keys: string[]) =>
    (await inParallel(keys, atOnce, (key) => s3.head(key))).filter((there) => there).length;
  return {
    name: atOnce === 1 ? 'list-then-head' : 'list-then-head-16',
    get counts() {
      return { ...s3.meter.calls, requests: 0 };
    },
    list: async (prefix) => heads((await s3.list(prefix)).map(({ key }) => key)),
    stat: (key) => s3.head(key),
    statMany: heads,
    async wrote() {},
    stop: s3.stop,
  };
}
