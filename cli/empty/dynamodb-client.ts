/** DynamoDB with the caller's own credentials. Only the command that needs it loads it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ATTEMPT_TIMEOUT_MS } from './bounds.ts';

const DEFAULT_REGION = 'us-east-1';

export function dynamodbClient(options: {
  /** Address of a DynamoDB-compatible server; absent: AWS. */
  endpoint?: string;
  region?: string;
  profile?: string;
}): DynamoDBClient {
  const { endpoint, region, profile } = options;
  return new DynamoDBClient({
    endpoint,
    // Servers other than AWS have no Regions, but the SDK signs for one.
    region: region ?? (endpoint === undefined ? undefined : DEFAULT_REGION),
    profile,
    // `untilAccepted` repeats calls, because the locks are checked before each attempt of a deletion.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: ATTEMPT_TIMEOUT_MS,
      requestTimeout: ATTEMPT_TIMEOUT_MS,
      // Without this flag, the timeout only logs a warning.
      throwOnRequestTimeout: true,
      // The request timeout ends with the response's headers.
      socketTimeout: ATTEMPT_TIMEOUT_MS,
    },
  });
}
