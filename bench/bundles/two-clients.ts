/** The least a function like ours can start with: the two SDK clients, and nothing done with them. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';

const region = process.env.AWS_REGION ?? '';
export const clients = [new S3Client({ region }), new DynamoDBClient({ region })];

export const handler = async () => ({ statusCode: 200 });
