/** Shared by both rivals in this process: a client of the plain SDK whose calls are counted. */
import { S3Client } from '@aws-sdk/client-s3';
import { CREDENTIALS, REGION } from '../../clients.ts';
import { Meter } from '../../meter.ts';
import type { TreeRival, TreeRivalName, TreeSum } from '../../tree-contestant.ts';

const MAX_SOCKETS = 100;

export function sdkRival(
  name: TreeRivalName,
  s3Url: string,
  sum: (client: S3Client, prefix: string) => Promise<TreeSum>,
): TreeRival {
  const meter = new Meter();
  const client = meter.count(
    new S3Client({
      endpoint: s3Url,
      region: REGION,
      credentials: CREDENTIALS,
      forcePathStyle: true,
      requestHandler: { httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS } },
    }),
  );
  return {
    name,
    counts: async () => ({ ...meter.calls, requests: 0 }),
    sum: (prefix) => sum(client, prefix),
    stop: () => client.destroy(),
  };
}
