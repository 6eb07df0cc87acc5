import { S3Client, type ServiceInputTypes, type ServiceOutputTypes } from '@aws-sdk/client-s3';
import type { BuildMiddleware, HttpRequest } from '@smithy/types';
import { ATTEMPT_TIMEOUT_MS, CONNECT_TIMEOUT_MS, MAX_ATTEMPTS, MAX_SOCKETS } from './bounds.ts';
import { withOwnReading } from './protocol.ts';
import { withServerName } from './server-name.ts';

/** A client for one region, or for one S3-compatible endpoint. `sharing`: one of the same place, whose connections and credentials it uses. */
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
    // Slows this client down when S3 answers SlowDown, rather than adding to the load.
    retryMode: 'adaptive',
    ...(sharing && { credentials: sharing.config.credentials }),
    requestHandler: sharing ? sharing.config.requestHandler : CONNECTIONS,
  });
  if (requestPayer !== undefined) {
    client.middlewareStack.add(payedBy(requestPayer), { step: 'build', name: 's3dexRequestPayer' });
  }
  return withServerName(withOwnReading(client));
}

const CONNECTIONS = {
  connectionTimeout: CONNECT_TIMEOUT_MS,
  requestTimeout: ATTEMPT_TIMEOUT_MS,
  // Without it the timeout is only a warning.
  throwOnRequestTimeout: true,
  // The request timeout ends with the answer's headers; this one catches an answer that stops half way.
  socketTimeout: ATTEMPT_TIMEOUT_MS,
  httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
  httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
};

/** Says with every request that its sender knows who pays. */
function payedBy(payer: string): BuildMiddleware<ServiceInputTypes, ServiceOutputTypes> {
  return (next) => (args) => {
    (args.request as HttpRequest).headers['x-amz-request-payer'] = payer;
    return next(args);
  };
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
