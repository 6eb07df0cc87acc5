import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** DynamoDB updates these numbers about four times a day. */
const REFRESH_MS = 600_000;

export interface TableSize {
  items: number;
  bytes: number;
}

/**
 * The table's size as DynamoDB last counted it; `undefined` when the engine does not report it. Rejects when the
 * call fails.
 */
export function createTableSize(options: {
  client: Pick<DynamoDBClient, 'send'>;
  tableName: string;
  now: () => number;
}): () => Promise<TableSize | undefined> {
  const { client, tableName, now } = options;
  let known: { size: TableSize | undefined; at: number } | undefined;
  return async () => {
    // A page that polls the stats could send more requests than DescribeTable allows.
    if (known && now() - known.at < REFRESH_MS) return known.size;
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    const { ItemCount: items, TableSizeBytes: bytes } = Table ?? {};
    const size = items === undefined || bytes === undefined ? undefined : { items, bytes };
    known = { size, at: now() };
    return size;
  };
}
