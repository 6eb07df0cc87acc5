/** The rivals' S3 calls: plain SDK, no cache. */
import { HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { CREDENTIALS, REGION } from '../clients.ts';
import { BUCKET } from '../contestant.ts';
import { Meter } from '../meter.ts';

export interface Listed {
  key: string;
  sizeBytes: number;
  lastModifiedMs: number;
  etag: string;
}

export interface S3Calls {
  meter: Meter;
  /** All pages, one after another. */
  list(prefix: string): Promise<Listed[]>;
  /** One page, from after a key. */
  page(prefix: string, after?: string): Promise<number>;
  /** Whether the object exists. */
  head(key: string): Promise<boolean>;
  stop(): void;
}

/** Enough connections for all parallel calls, as in s3dex. */
const MAX_SOCKETS = 100;

export function createS3Calls(endpoint: string): S3Calls {
  const meter = new Meter();
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const client = meter.count(
    new S3Client({
      endpoint,
      region: REGION,
      credentials: CREDENTIALS,
      forcePathStyle: true,
      requestHandler: { httpAgent: agent },
    }),
  );
  return {
    meter,
    async list(Prefix) {
      const found: Listed[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: BUCKET, Prefix, Delimiter: '/', ContinuationToken }),
        );
        for (const { Key, Size, LastModified, ETag } of page.Contents ?? [])
          found.push({ key: Key!, sizeBytes: Size!, lastModifiedMs: LastModified!.getTime(), etag: ETag! });
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      return found;
    },
    async page(Prefix, StartAfter) {
      const command = new ListObjectsV2Command({ Bucket: BUCKET, Prefix, Delimiter: '/', StartAfter });
      return (await client.send(command)).Contents?.length ?? 0;
    },
    async head(Key) {
      try {
        await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
        return true;
      } catch (error) {
        if ((error as Error).name === 'NotFound') return false;
        throw error;
      }
    },
    stop: () => client.destroy(),
  };
}
