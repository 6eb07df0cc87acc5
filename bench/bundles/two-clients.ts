/** The smallest possible start of such a function: it only creates the two SDK clients. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';

const region = process.env.AWS_REGION ?? '';
export const clients = [new S3Client({ region }), new DynamoDBClient({ region })];

export const handler = async () => ({ statusCode: 200 });
