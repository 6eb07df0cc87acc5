import { openStubbedStore } from '../../support/stub-s3/store.ts';
import { StubS3 } from '../../support/stub-s3/stub.ts';
import { objectStoreSuite } from './suite.ts';

objectStoreSuite('the stub S3 with right manners', async () => {
  const { server, store, close } = await openStubbedStore();
  return {
    ...{ store, close },
    createBucket: async (bucket) => void server.buckets.set(bucket, new StubS3()),
    put: async (bucket, key, body) => void server.buckets.get(bucket)!.keys.set(key, Buffer.byteLength(body)),
    remove: async (bucket, key) => void server.buckets.get(bucket)!.keys.delete(key),
  };
});
