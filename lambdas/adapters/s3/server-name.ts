/** Who answered: AWS says `Server: AmazonS3` in every answer, and other stores say something else or nothing. */
import type { S3Client } from '@aws-sdk/client-s3';

const AWS_SERVER = 'AmazonS3';

/** The client itself, changed: the metadata of its answers holds the header. */
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
