import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** DynamoDB counts anew some four times a day. */
const REFRESH_MS = 600_000;

export interface TableSize {
  items: number;
  bytes: number;
}

/** The table's size as DynamoDB last counted it; undefined where the engine does not say. Rejects when it does not answer. */
export function createTableSize(options: {
  client: Pick<DynamoDBClient, 'send'>;
  tableName: string;
  now: () => number;
}): () => Promise<TableSize | undefined> {
  const { client, tableName, now } = options;
  let known: { size: TableSize | undefined; at: number } | undefined;
  return async () => {
    // DescribeTable is throttled far below what a screen that polls the stats may ask.
    if (known && now() - known.at < REFRESH_MS) return known.size;
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    const { ItemCount: items, TableSizeBytes: bytes } = Table ?? {};
    const size = items === undefined || bytes === undefined ? undefined : { items, bytes };
    known = { size, at: now() };
    return size;
  };
}
