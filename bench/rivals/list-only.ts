/**
 * Rival (c): a LIST every time; its answer has size, time and ETag. This is what rclone and aws-cli do for `ls`.
 * For several objects of one directory it also lists, if that costs less: a LIST costs as much as 12.5 HEADs.
 */
import { type Contestant, directoryOf } from '../contestant.ts';
import { createS3Calls } from './s3-calls.ts';

export function listOnly(s3Url: string): Contestant {
  const s3 = createS3Calls(s3Url);
  return {
    name: 'list-only',
    get counts() {
      return { ...s3.meter.calls, requests: 0 };
    },
    list: async (prefix) => (await s3.list(prefix)).length,
    page: s3.page,
    async newest(prefix, limit) {
      const all = await s3.list(prefix);
      // The sort is stable: objects of the same second stay in S3's order.
      all.sort((a, b) => b.lastModifiedMs - a.lastModifiedMs);
      return all.slice(0, limit).map(({ key }) => key);
    },
    stat: (key) => s3.head(key),
    async statMany(keys) {
      const listed = new Set((await s3.list(directoryOf(keys[0]!))).map(({ key }) => key));
      return keys.filter((key) => listed.has(key)).length;
    },
    async wrote() {},
    stop: s3.stop,
  };
}
