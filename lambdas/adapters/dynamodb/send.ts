/**
 * The only module that calls DynamoDB. It limits, counts, pages and retries commands. Every failure becomes an
 * IndexUnavailable. A refused condition is a normal result.
 */
import type { AttributeValue, ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  type DeleteCommandInput,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Waiter } from '../../core/ports/clock.ts';
import type { FailureLog } from '../../core/ports/failed-call.ts';
import { IndexUnavailable } from '../../core/ports/index-table.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import {
  BATCH_GET_KEYS,
  MAX_IN_FLIGHT,
  MAX_QUERY_PAGES,
  UNPROCESSED_PAUSE_MS,
  UNPROCESSED_RETRIES,
} from './bounds.ts';
import { plainItem } from './document-client.ts';
import type { Item } from './keys.ts';
import { createLimiter } from './limiter.ts';

type Unaddressed<Input> = Omit<Input, 'TableName' | 'ReturnConsumedCapacity'>;
export type UpdateInput = Unaddressed<UpdateCommandInput>;
export type PutInput = Unaddressed<PutCommandInput>;
export type DeleteInput = Unaddressed<DeleteCommandInput>;
export type QueryInput = Unaddressed<QueryCommandInput>;

/** `standing` is the stored item that made the condition fail; absent when there is none. */
export type WriteOutcome = { outcome: 'written'; item: Item } | { outcome: 'refused'; standing?: Item };

export interface QueryOutcome {
  items: Item[];
  /** More items may lie beyond the last one. */
  more: boolean;
}

export interface Sender {
  /** Strongly consistent. */
  get(key: Item): Promise<Item | undefined>;
  /** Strongly consistent. Keys without an item are left out. The order of the items is undefined. */
  getMany(keys: Item[]): Promise<Item[]>;
  query(input: QueryInput, limit: number): Promise<QueryOutcome>;
  /** `item` is the item after the write. */
  update(input: UpdateInput & { Key: Item }): Promise<WriteOutcome>;
  /** True when the condition was met. */
  put(input: PutInput): Promise<boolean>;
  remove(input: DeleteInput): Promise<boolean>;
}

const UNITS = {
  GetItem: 'readUnits',
  BatchGetItem: 'readUnits',
  Query: 'readUnits',
  UpdateItem: 'writeUnits',
  PutItem: 'writeUnits',
  DeleteItem: 'writeUnits',
} as const;
type Call = keyof typeof UNITS;

interface Counted {
  ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
}

/** The document client does not convert the item in an error, so it has the format of the wire. */
type Refusal = Error & { Item?: Record<string, AttributeValue> };
const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

export function createSender(options: {
  documents: Pick<DynamoDBDocumentClient, 'send'>;
  tableName: string;
  telemetry: Telemetry;
  waiter: Waiter;
  commandBudgetMs: number;
  onFailure?: FailureLog;
}): Sender {
  const { documents, telemetry, waiter } = options;
  const limited = createLimiter(MAX_IN_FLIGHT);
  const common = { TableName: options.tableName, ReturnConsumedCapacity: 'TOTAL' } as const;

  async function attempt<Output extends Counted>(
    call: Call,
    send: (bounded: { abortSignal: AbortSignal }) => Promise<Output>,
  ): Promise<{ output: Output } | { refusal: Refusal }> {
    telemetry.count('indexRequests');
    try {
      const output = await send({ abortSignal: AbortSignal.timeout(options.commandBudgetMs) });
      // Every response contains the consumed units, because every command asks for them. Without this check, an empty
      // 200 response would be read as "no such item" (I8).
      if (output.ConsumedCapacity === undefined) throw new Error('a 200 response without ConsumedCapacity');
      telemetry.count(UNITS[call], unitsOf(output));
      return { output };
    } catch (error) {
      // A refused condition is a normal result. Only the caller that wrote knows what it means.
      if (isRefusal(error)) return { refusal: error };
      options.onFailure?.({ service: 'DynamoDB', call, error });
      throw error;
    }
  }

  /** Runs one command within its budget, as soon as the limiter allows it. */
  async function ask<Output extends Counted>(...asked: Parameters<typeof attempt<Output>>) {
    try {
      return await limited(() => attempt(...asked));
    } catch (error) {
      telemetry.count('indexFailures');
      const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new IndexUnavailable(`DynamoDB: ${said}`, { cause: error });
    }
  }

  async function read<Output extends Counted>(...asked: Parameters<typeof attempt<Output>>): Promise<Output> {
    const answer = await ask(...asked);
    // A read has no condition, so it cannot be refused.
    if ('refusal' in answer) throw answer.refusal;
    return answer.output;
  }

  async function get(Key: Item): Promise<Item | undefined> {
    const command = new GetCommand({ ...common, Key, ConsistentRead: true });
    return (await read('GetItem', (bounded) => documents.send(command, bounded))).Item;
  }

  async function getMany(keys: Item[]): Promise<Item[]> {
    const items: Item[] = [];
    for (let from = 0; from < keys.length; from += BATCH_GET_KEYS) {
      let Keys = keys.slice(from, from + BATCH_GET_KEYS);
      for (let attempt = 0; Keys.length > 0; attempt++) {
        if (attempt > UNPROCESSED_RETRIES) {
          telemetry.count('indexFailures');
          throw new IndexUnavailable(`DynamoDB left ${Keys.length} keys unprocessed`);
        }
        if (attempt > 0) await waiter.wait(UNPROCESSED_PAUSE_MS * 2 ** (attempt - 1));
        const command = new BatchGetCommand({
          RequestItems: { [common.TableName]: { Keys, ConsistentRead: true } },
          ReturnConsumedCapacity: common.ReturnConsumedCapacity,
        });
        const output = await read('BatchGetItem', (bounded) => documents.send(command, bounded));
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
      const output = await read('Query', (bounded) => documents.send(command, bounded));
      items.push(...(output.Items ?? []));
      start = output.LastEvaluatedKey;
      if (start === undefined || items.length >= limit) break;
    }
    return { items, more: start !== undefined };
  }

  async function update(input: UpdateInput & { Key: Item }): Promise<WriteOutcome> {
    const command = new UpdateCommand({
      ...common,
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ...input,
    });
    const answer = await ask('UpdateItem', (bounded) => documents.send(command, bounded));
    if ('output' in answer) return { outcome: 'written', item: answer.output.Attributes ?? {} };
    // Some engines (dynalite) do not return the stored item. The item may also be absent. In both cases it is read.
    const { Item: standing } = answer.refusal;
    return { outcome: 'refused', standing: standing ? plainItem(standing) : await get(input.Key) };
  }

  async function put(input: PutInput): Promise<boolean> {
    const command = new PutCommand({ ...common, ...input });
    return 'output' in (await ask('PutItem', (bounded) => documents.send(command, bounded)));
  }

  async function remove(input: DeleteInput): Promise<boolean> {
    const command = new DeleteCommand({ ...common, ...input });
    return 'output' in (await ask('DeleteItem', (bounded) => documents.send(command, bounded)));
  }

  return { get, getMany, query, update, put, remove };
}

function unitsOf({ ConsumedCapacity }: Counted): number {
  const parts = ConsumedCapacity === undefined ? [] : [ConsumedCapacity].flat();
  return parts.reduce((sum, part) => sum + (part.CapacityUnits ?? 0), 0);
}
