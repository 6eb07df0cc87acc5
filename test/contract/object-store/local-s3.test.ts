import { startLocalS3 } from '../../../local/s3/server.ts';
import { openS3Store } from './open.ts';
import { objectStoreSuite } from './suite.ts';

objectStoreSuite('the local S3 endpoint', async () => {
  const server = await startLocalS3({ port: 0 });
  const access = { endpoint: server.url, accessKeyId: 'any', secretAccessKey: 'any' };
  return openS3Store(access, async () => server.close());
});
