/**
 * Rival (d): listings are cached in the process for a minute, as in file managers and mounts (fsspec's DirCache
 * with listings_expiry_time, gcsfuse's metadata cache with 60 s). It does not learn of writes, so its answers may
 * be a minute old. Each process has its own cache.
 */
import { type Contestant, directoryOf } from '../contestant.ts';
import { createS3Calls, type Listed } from './s3-calls.ts';

export const TTL_MS = 60_000;

export function ttlCache(s3Url: string): Contestant {
  const s3 = createS3Calls(s3Url);
  const kept = new Map<string, { until: number; objects: Map<string, Listed> }>();
  const held = (prefix: string) => {
    const listing = kept.get(prefix);
    return listing && Date.now() < listing.until ? listing.objects : undefined;
  };
  async function listing(prefix: string): Promise<Map<string, Listed>> {
    const objects = held(prefix);
    if (objects) return objects;
    const until = Date.now() + TTL_MS;
    const listed = new Map((await s3.list(prefix)).map((object) => [object.key, object]));
    kept.set(prefix, { until, objects: listed });
    return listed;
  }
  return {
    name: 'ttl-cache',
    get counts() {
      return { ...s3.meter.calls, requests: 0 };
    },
    // Returns copies, so that callers cannot change the cached listing.
    list: async (prefix) => [...(await listing(prefix)).values()].map((object) => ({ ...object })).length,
    stat: async (key) => held(directoryOf(key))?.has(key) ?? s3.head(key),
    async statMany(keys) {
      const objects = await listing(directoryOf(keys[0]!));
      return keys.filter((key) => objects.has(key)).length;
    },
    async wrote() {},
    stop: s3.stop,
  };
}
