/** DynamoDB with the caller's own credentials; loaded only by the command that needs it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

const DEFAULT_REGION = 'us-east-1';

export function dynamodbClient(options: {
  /** Of a DynamoDB-compatible server; absent: AWS. */
  endpoint?: string;
  region?: string;
  profile?: string;
}): DynamoDBClient {
  const { endpoint, region, profile } = options;
  return new DynamoDBClient({
    ...(endpoint !== undefined && { endpoint, region: region ?? DEFAULT_REGION }),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  });
}
