/** What the steps of emptying a table share. */
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A primary key, as DynamoDB's API has it. */
export type Key = Record<string, AttributeValue>;

export interface Emptying {
  client: Pick<DynamoDBClient, 'send'>;
  tableName: string;
  /** By the clock of DynamoDB, as far as it is known: a lock ends by the clocks of the service. */
  now: () => number;
  wait: (ms: number) => Promise<void>;
  signal?: AbortSignal;
  /** Called before it waits. */
  onWaiting?: (ms: number, reason: string) => void;
  /** Called with the number of items deleted so far. */
  onDeleted: (items: number) => void;
}
