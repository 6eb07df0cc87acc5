import { createMemoryStore } from '../../support/memory/store.ts';
import { objectStoreSuite } from './suite.ts';

objectStoreSuite(
  'memory',
  async () => {
    const store = createMemoryStore();
    return {
      store,
      createBucket: async (bucket) => store.createBucket(bucket),
      put: async (bucket, key, body) =>
        store.put(bucket, key, { sizeBytes: Buffer.byteLength(body), lastModifiedMs: 0 }),
      remove: async (bucket, key) => store.remove(bucket, key),
      close: async () => {},
    };
  },
  { runs: 200 },
);
