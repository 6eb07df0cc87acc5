import { S3Client, type ServiceInputTypes, type ServiceOutputTypes } from '@aws-sdk/client-s3';
import type { BuildMiddleware, HttpRequest } from '@smithy/types';
import { ATTEMPT_TIMEOUT_MS, CONNECT_TIMEOUT_MS, MAX_ATTEMPTS, MAX_SOCKETS } from './bounds.ts';
import { withOwnReading } from './protocol.ts';
import { withServerName } from './server-name.ts';

/**
 * A client for one region, or for one S3-compatible endpoint. `sharing`: a client of the same region or endpoint,
 * whose connections and credentials the new client uses.
 */
export function createS3Client(options: {
  region: string;
  endpoint?: string;
  requestPayer?: 'requester';
  sharing?: S3Client;
}): S3Client {
  const { region, endpoint, requestPayer, sharing } = options;
  const client = new S3Client({
    region,
    ...(endpoint === undefined ? {} : elsewhere(endpoint)),
    maxAttempts: MAX_ATTEMPTS,
    // When S3 answers SlowDown, the adaptive mode reduces the rate of requests instead of adding to the load.
    retryMode: 'adaptive',
    ...(sharing && { credentials: sharing.config.credentials }),
    requestHandler: sharing ? sharing.config.requestHandler : CONNECTIONS,
  });
  // This middleware copies every answer for a log that is not used. It took a fifth of the CPU time of a LIST.
  client.middlewareStack.remove('loggerMiddleware');
  if (requestPayer !== undefined) {
    client.middlewareStack.add(withRequestPayer(requestPayer), { step: 'build', name: 's3dexRequestPayer' });
  }
  return withServerName(withOwnReading(client));
}

/** Time limits of every call, and the number of sockets. */
export const CONNECTIONS = {
  connectionTimeout: CONNECT_TIMEOUT_MS,
  requestTimeout: ATTEMPT_TIMEOUT_MS,
  // Without this flag, the timeout only logs a warning.
  throwOnRequestTimeout: true,
  // The request timeout ends with the response's headers. The socket timeout detects a response that stops after
  // them.
  socketTimeout: ATTEMPT_TIMEOUT_MS,
  httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
  httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
};

/** Adds the header by which the sender of a request agrees to pay for it. */
function withRequestPayer(payer: string): BuildMiddleware<ServiceInputTypes, ServiceOutputTypes> {
  return (next) => (args) => {
    (args.request as HttpRequest).headers['x-amz-request-payer'] = payer;
    return next(args);
  };
}

/**
 * For servers other than AWS. They have no host name per bucket, and some reject checksum headers that they do not
 * know.
 */
function elsewhere(endpoint: string) {
  return {
    endpoint,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const;
}
