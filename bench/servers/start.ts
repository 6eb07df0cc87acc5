/** Starts the process with the servers and sends it commands. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTableInput } from '../../lambdas/adapters/dynamodb/schema.ts';
import { CREDENTIALS, REGION } from '../clients.ts';
import type { DirectorySpec } from '../directory.ts';
import type { Command, Endpoints, Reply } from './commands.ts';

/** Delays added to every call, ms. */
export interface Latency {
  listMs: number;
  headMs: number;
  /** Delay of every DynamoDB command, of s3dex and of rivals. */
  dynamoMs: number;
}

/** Typical latencies inside a Region, for a page of 1,000 keys, a HEAD and a DynamoDB command. */
export const USUAL_LATENCY: Latency = { listMs: 40, headMs: 15, dynamoMs: 5 };
/** For counting, because counts do not depend on latency. */
export const NO_LATENCY: Latency = { listMs: 0, headMs: 0, dynamoMs: 0 };

export interface Servers extends Endpoints {
  latency: Latency;
  /** Creates each directory's bucket, and an object for each of its keys. */
  fill(directories: DirectorySpec[]): Promise<void>;
  /** Writes objects, over existing ones or new ones. */
  put(bucket: string, keys: string[]): Promise<void>;
  /** The LISTs received so far, of all contestants. */
  listRequests(): Promise<number>;
  /** Creates an empty table with this name, by default with the index's keys. */
  createTable(tableName: string, keys?: { partition: string; sort: string }): Promise<void>;
  stop(): void;
}

export async function startServers(latency: Latency): Promise<Servers> {
  const child = fork(join(import.meta.dirname, 'process.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  child.on('message', (reply: Reply) => {
    const answer = waiting.get(reply.to);
    waiting.delete(reply.to);
    if ('failed' in reply) answer?.reject(new Error(reply.failed));
    else answer?.resolve(reply.value);
  });
  child.on('exit', (code) => {
    for (const answer of waiting.values()) answer.reject(new Error(`the servers ended with ${code}`));
  });
  const ask = (command: Command): Promise<unknown> => {
    const answer = Promise.withResolvers<unknown>();
    waiting.set(++lastId, answer);
    child.send({ id: lastId, command });
    return answer.promise;
  };
  const { listMs, headMs } = latency;
  const endpoints = (await ask({ do: 'start', listMs, headMs })) as Endpoints;
  const admin = new DynamoDBClient({
    endpoint: endpoints.dynamoUrl,
    region: REGION,
    credentials: CREDENTIALS,
  });
  return {
    ...endpoints,
    latency,
    fill: async (directories) => void (await ask({ do: 'fill', directories })),
    put: async (bucket, keys) => void (await ask({ do: 'put', bucket, keys })),
    listRequests: async () => (await ask({ do: 'count-lists' })) as number,
    async createTable(tableName, keys) {
      await admin.send(
        new CreateTableCommand(keys ? tableInput(tableName, keys) : createTableInput(tableName)),
      );
    },
    stop() {
      admin.destroy();
      child.disconnect();
    },
  };
}

function tableInput(TableName: string, { partition, sort }: { partition: string; sort: string }) {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: [partition, sort].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    })),
    KeySchema: [
      { AttributeName: partition, KeyType: 'HASH' as const },
      { AttributeName: sort, KeyType: 'RANGE' as const },
    ],
  };
}
