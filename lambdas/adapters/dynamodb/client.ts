import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ATTEMPT_TIMEOUT_MS, CONNECT_TIMEOUT_MS, MAX_ATTEMPTS, MAX_SOCKETS } from './bounds.ts';

/** A client with a short time budget. A slow table must not make answers slow, because S3 can answer too. */
export function createDynamoClient(options: { region: string; endpoint?: string }): DynamoDBClient {
  return new DynamoDBClient({
    region: options.region,
    endpoint: options.endpoint,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: ATTEMPT_TIMEOUT_MS,
      // Without this flag, the timeout only logs a warning.
      throwOnRequestTimeout: true,
      // The request timeout ends with the response's headers. The socket timeout detects a response that stops after
      // them.
      socketTimeout: ATTEMPT_TIMEOUT_MS,
      httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
    },
  });
}
