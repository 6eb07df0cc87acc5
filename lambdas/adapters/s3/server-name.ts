/**
 * Reports which server answered. AWS sends `Server: AmazonS3` with every response. Other servers send another name,
 * or none.
 */
import type { S3Client } from '@aws-sdk/client-s3';

const AWS_SERVER = 'AmazonS3';

/** Modifies this client and returns it: the metadata of its outputs then includes the header. */
export function withServerName(client: S3Client): S3Client {
  client.middlewareStack.add(
    (next) => async (given) => {
      const result = await next(given);
      const { headers } = result.response as { headers?: Record<string, string> };
      Object.assign(result.output.$metadata, { server: headers?.server });
      return result;
    },
    { step: 'initialize', name: 's3dexServerName' },
  );
  return client;
}

export function isOfAws(output: { $metadata?: object }): boolean {
  const { server } = (output.$metadata ?? {}) as { server?: string };
  return server === AWS_SERVER;
}
