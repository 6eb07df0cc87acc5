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
    ...(endpoint !== undefined && { endpoint, region: region ?? DEFAULT_REGION }),
    region,
    profile,
  });
}
