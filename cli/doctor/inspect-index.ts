/** Reads what the index holds for a directory. Only operators may. */
import { type Client, type InspectAnswer, S3dexError } from '../../contract/client.ts';
import type { Session } from '../session.ts';

/** The caller may read, but not inspect. */
export class NeedsOperator extends Error {
  override name = 'NeedsOperator';
}

/** @throws NeedsOperator */
export async function inspectIndex(
  { client, session }: { client: Client; session: Session },
  bucket: string,
  directory: string,
): Promise<InspectAnswer> {
  try {
    return await client.inspect(bucket, directory, { signal: session.world.signal });
  } catch (error) {
    if (!isDeniedByGateway(error)) throw error;
    throw new NeedsOperator(
      `the credentials need an operator's permission, to inspect the index: execute-api:Invoke on GET /v1/buckets/${bucket}/index, or the scope s3dex/operate (docs/deploy.md)`,
      { cause: error },
    );
  }
}

/** The service's own 403 names what it refuses, and has a colon. */
function isDeniedByGateway(error: unknown): boolean {
  return error instanceof S3dexError && error.status === 403 && !error.detail.includes(':');
}
