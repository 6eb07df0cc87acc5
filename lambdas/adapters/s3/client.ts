import { S3Client } from '@aws-sdk/client-s3';
import { ATTEMPT_TIMEOUT_MS, CONNECT_TIMEOUT_MS, MAX_ATTEMPTS, MAX_SOCKETS } from './bounds.ts';
import { withListParser } from './list-protocol.ts';
import { withServerName } from './server-name.ts';

/** A client for one region, or for one S3-compatible endpoint. */
export function createS3Client(options: { region: string; endpoint?: string }): S3Client {
  const client = new S3Client({
    region: options.region,
    ...(options.endpoint === undefined ? {} : elsewhere(options.endpoint)),
    maxAttempts: MAX_ATTEMPTS,
    // Slows this instance down when S3 answers SlowDown, rather than adding to the load.
    retryMode: 'adaptive',
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: ATTEMPT_TIMEOUT_MS,
      // Without it the timeout is only a warning.
      throwOnRequestTimeout: true,
      // The request timeout ends with the answer's headers; this one catches an answer that stops half way.
      socketTimeout: ATTEMPT_TIMEOUT_MS,
      httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
    },
  });
  return withServerName(withListParser(client));
}

/** Servers other than AWS have no host name per bucket, and some refuse checksum headers they do not know. */
function elsewhere(endpoint: string) {
  return {
    endpoint,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const;
}
