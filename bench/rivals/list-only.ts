/**
 * Rival (c): a LIST every time, whose answer has size, time and ETag already. What rclone and aws-cli do for `ls`. Of several
 * objects of one directory it takes the listing too, whichever is less money: a LIST costs as much as 12.5 HEADs.
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
      // A stable sort: of the same second, in S3's order.
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
