/** Creates the index's table on the engine at the endpoint, and creates it again if the engine loses it. */
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { createTableInput, TTL_ATTRIBUTE } from '../lambdas/adapters/dynamodb/schema.ts';

export interface TableOptions {
  endpoint: string;
  region: string;
  tableName: string;
  /** If absent, those of the process's environment are used. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
  /** If absent, the schema of the adapter is used. */
  definition?: { input: CreateTableCommandInput; ttlAttribute: string };
}

/** Interval at which a table on another engine is checked. Engines in memory lose it when they restart. */
const KEEP_INTERVAL_MS = 1_000;
const ACTIVE_TRIES = 100;
const ACTIVE_PAUSE_MS = 100;

/** Resolves when the table can be used. */
export async function ensureTable(options: TableOptions): Promise<void> {
  const client = connect(options);
  try {
    await make(client, options);
  } finally {
    client.destroy();
  }
}

/**
 * Creates the table again whenever it is missing, until stopped. If the engine does not answer, tries again later.
 */
export function keepTable(options: TableOptions): { stop(): void } {
  const client = connect(options);
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    make(client, options)
      .catch(() => {})
      .finally(() => {
        busy = false;
      });
  }, KEEP_INTERVAL_MS);
  return {
    stop() {
      clearInterval(timer);
      client.destroy();
    },
  };
}

function connect({ endpoint, region, credentials }: TableOptions): DynamoDBClient {
  return new DynamoDBClient({ endpoint, region, maxAttempts: 1, credentials });
}

async function make(client: DynamoDBClient, options: TableOptions): Promise<void> {
  const { tableName, definition } = options;
  if (await isActive(client, tableName)) return;
  try {
    await client.send(new CreateTableCommand(definition?.input ?? createTableInput(tableName)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  for (let tries = 0; !(await isActive(client, tableName)); tries += 1) {
    if (tries === ACTIVE_TRIES) throw new Error(`table ${tableName} did not become active`);
    await new Promise((resolve) => setTimeout(resolve, ACTIVE_PAUSE_MS));
  }
  await expireItems(client, tableName, definition?.ttlAttribute ?? TTL_ATTRIBUTE);
}

async function isActive(client: DynamoDBClient, tableName: string): Promise<boolean> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    return Table?.TableStatus === 'ACTIVE';
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}

/**
 * Enables TTL. Errors are ignored, because not every engine supports it (dynalite does not), and no read depends on
 * it.
 */
async function expireItems(client: DynamoDBClient, tableName: string, attribute: string): Promise<void> {
  await client
    .send(
      new UpdateTimeToLiveCommand({
        TableName: tableName,
        TimeToLiveSpecification: { AttributeName: attribute, Enabled: true },
      }),
    )
    .catch(() => {});
}
