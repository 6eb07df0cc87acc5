/** A separate process for S3 and DynamoDB, so that they share neither memory nor event loop with what is measured. */
import { randomBytes } from 'node:crypto';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { type LocalS3, startLocalS3 } from '../../local/s3/server.ts';
import { objectsOf } from '../directory.ts';
import type { Command, Endpoints, Reply } from './commands.ts';

let s3: LocalS3 | undefined;

async function run(command: Command): Promise<unknown> {
  switch (command.do) {
    case 'start': {
      const { listMs, headMs } = command;
      s3 = await startLocalS3({ port: 0, latency: { listMs, headMs } });
      const dynamo = await startDynamoDb();
      return { s3Url: s3.url, dynamoUrl: dynamo.endpoint } satisfies Endpoints;
    }
    case 'fill':
      for (const directory of command.directories) {
        storage().createBucket(directory.bucket);
        for (const object of objectsOf(directory)) storage().put(directory.bucket, object);
      }
      return undefined;
    case 'put':
      for (const key of command.keys) {
        const object = {
          key,
          sizeBytes: 1,
          etag: randomBytes(16).toString('hex'),
          lastModifiedMs: Date.now(),
        };
        storage().put(command.bucket, object);
      }
      return undefined;
    case 'count-lists':
      return started().requests.list;
  }
}

function started(): LocalS3 {
  if (!s3) throw new Error('not started');
  return s3;
}

const storage = () => started().storage;

process.on('message', async ({ id, command }: { id: number; command: Command }) => {
  let reply: Reply;
  try {
    reply = { to: id, value: await run(command) };
  } catch (error) {
    reply = { to: id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  process.send?.(reply);
});
process.on('disconnect', () => process.exit(0));
