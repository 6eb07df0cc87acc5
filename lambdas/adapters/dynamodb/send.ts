/**
 * The one place that talks to DynamoDB: bounded, counted, paged, retried. Whatever goes wrong becomes IndexUnavailable;
 * a refused condition is an answer.
 */
import {
  BatchGetItemCommand,
  type ConsumedCapacity,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import pLimit from 'p-limit';
import { IndexUnavailable, type Telemetry, type Waiter } from '../../core/ports.ts';
import {
  BATCH_GET_KEYS,
  MAX_IN_FLIGHT,
  MAX_QUERY_PAGES,
  UNPROCESSED_PAUSE_MS,
  UNPROCESSED_RETRIES,
} from './bounds.ts';
import type { Item } from './keys.ts';

type Unaddressed<Input> = Omit<Input, 'TableName' | 'ReturnConsumedCapacity'>;
export type UpdateInput = Unaddressed<UpdateItemCommandInput>;
export type PutInput = Unaddressed<PutItemCommandInput>;
export type DeleteInput = Unaddressed<DeleteItemCommandInput>;
export type QueryInput = Unaddressed<QueryCommandInput>;

/** `standing` is the item that the condition met; absent when there is none. */
export type WriteOutcome = { outcome: 'written'; item: Item } | { outcome: 'refused'; standing?: Item };

export interface QueryOutcome {
  items: Item[];
  /** More items may lie beyond the last one. */
  more: boolean;
}

export interface Sender {
  /** Strong. */
  get(key: Item): Promise<Item | undefined>;
  /** Strong. Keys without an item are left out; the order is the engine's. */
  getMany(keys: Item[]): Promise<Item[]>;
  query(input: QueryInput, limit: number): Promise<QueryOutcome>;
  /** `item` is what stands after the write. */
  update(input: UpdateInput & { Key: Item }): Promise<WriteOutcome>;
  /** Did the condition hold? */
  put(input: PutInput): Promise<boolean>;
  remove(input: DeleteInput): Promise<boolean>;
}

interface Counted {
  ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
}

const isRefusal = (error: unknown): error is { Item?: Item } =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

const REFUSED = Symbol('refused');

export function createSender(options: {
  client: Pick<DynamoDBClient, 'send'>;
  tableName: string;
  telemetry: Telemetry;
  waiter: Waiter;
  commandBudgetMs: number;
}): Sender {
  const { client, telemetry, waiter } = options;
  const limit = pLimit(MAX_IN_FLIGHT);
  const common = { TableName: options.tableName, ReturnConsumedCapacity: 'TOTAL' } as const;

  /** One command within its budget. A refused condition passes through to the writer that knows what it means. */
  async function run<Output extends Counted>(
    counter: 'readUnits' | 'writeUnits',
    send: (bounded: { abortSignal: AbortSignal }) => Promise<Output>,
  ): Promise<Output> {
    telemetry.count('indexRequests');
    try {
      const output = await limit(() => send({ abortSignal: AbortSignal.timeout(options.commandBudgetMs) }));
      // Every answer tells its units, as asked. Without this an empty 200 would read as "no such item" (I8).
      if (output.ConsumedCapacity === undefined) throw new Error('a 200 that is no answer');
      telemetry.count(counter, unitsOf(output));
      return output;
    } catch (error) {
      if (isRefusal(error)) throw error;
      telemetry.count('indexFailures');
      throw new IndexUnavailable(
        `DynamoDB: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`,
        {
          cause: error,
        },
      );
    }
  }

  async function conditionally<T>(write: () => Promise<T>): Promise<T | { [REFUSED]: Item | undefined }> {
    try {
      return await write();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { [REFUSED]: error.Item };
    }
  }

  async function get(Key: Item): Promise<Item | undefined> {
    const command = new GetItemCommand({ ...common, Key, ConsistentRead: true });
    return (await run('readUnits', (bounded) => client.send(command, bounded))).Item;
  }

  async function getMany(keys: Item[]): Promise<Item[]> {
    const items: Item[] = [];
    for (let from = 0; from < keys.length; from += BATCH_GET_KEYS) {
      let Keys: Item[] = keys.slice(from, from + BATCH_GET_KEYS);
      for (let attempt = 0; Keys.length > 0; attempt++) {
        if (attempt > UNPROCESSED_RETRIES) {
          telemetry.count('indexFailures');
          throw new IndexUnavailable(`DynamoDB left ${Keys.length} keys unprocessed`);
        }
        if (attempt > 0) await waiter.wait(UNPROCESSED_PAUSE_MS * 2 ** (attempt - 1));
        const command = new BatchGetItemCommand({
          RequestItems: { [common.TableName]: { Keys, ConsistentRead: true } },
          ReturnConsumedCapacity: common.ReturnConsumedCapacity,
        });
        const output = await run('readUnits', (bounded) => client.send(command, bounded));
        items.push(...(output.Responses?.[common.TableName] ?? []));
        Keys = output.UnprocessedKeys?.[common.TableName]?.Keys ?? [];
      }
    }
    return items;
  }

  async function query(input: QueryInput, limit: number): Promise<QueryOutcome> {
    const items: Item[] = [];
    let start: Item | undefined = input.ExclusiveStartKey;
    for (let page = 0; page < MAX_QUERY_PAGES; page++) {
      const command = new QueryCommand({
        ...common,
        ...input,
        ExclusiveStartKey: start,
        Limit: limit - items.length,
      });
      const output = await run('readUnits', (bounded) => client.send(command, bounded));
      items.push(...(output.Items ?? []));
      start = output.LastEvaluatedKey;
      if (start === undefined || items.length >= limit) break;
    }
    return { items, more: start !== undefined };
  }

  async function update(input: UpdateInput & { Key: Item }): Promise<WriteOutcome> {
    const command = new UpdateItemCommand({
      ...common,
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ...input,
    });
    const output = await conditionally(() => run('writeUnits', (bounded) => client.send(command, bounded)));
    if (!(REFUSED in output)) return { outcome: 'written', item: output.Attributes ?? {} };
    // Some engines (dynalite) do not return the item that stands; a condition on an absent item is refused without one, too.
    return { outcome: 'refused', standing: output[REFUSED] ?? (await get(input.Key)) };
  }

  async function put(input: PutInput): Promise<boolean> {
    const command = new PutItemCommand({ ...common, ...input });
    return !(
      REFUSED in (await conditionally(() => run('writeUnits', (bounded) => client.send(command, bounded))))
    );
  }

  async function remove(input: DeleteInput): Promise<boolean> {
    const command = new DeleteItemCommand({ ...common, ...input });
    return !(
      REFUSED in (await conditionally(() => run('writeUnits', (bounded) => client.send(command, bounded))))
    );
  }

  return { get, getMany, query, update, put, remove };
}

function unitsOf({ ConsumedCapacity }: Counted): number {
  const parts = ConsumedCapacity === undefined ? [] : [ConsumedCapacity].flat();
  return parts.reduce((sum, part) => sum + (part.CapacityUnits ?? 0), 0);
}
