/** DynamoDB with the caller's own credentials. Only the command that needs it loads it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

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
  });
}
