/** The only module that makes DynamoDB's commands. It pages, and repeats what was left unprocessed. */
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
import { IndexUnavailable } from '../../core/ports/index-table.ts';
import { type Ask, type AskParts, createAsk } from './ask.ts';
import { BATCH_GET_KEYS, MAX_QUERY_PAGES, UNPROCESSED_PAUSE_MS, UNPROCESSED_RETRIES } from './bounds.ts';
import { plainItem } from './document-client.ts';
import type { Item } from './keys.ts';

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

interface Parts extends AskParts {
  documents: Pick<DynamoDBDocumentClient, 'send'>;
  tableName: string;
  waiter: Waiter;
}

interface Common {
  TableName: string;
  ReturnConsumedCapacity: 'TOTAL';
}

export function createSender(parts: Parts): Sender {
  const commands = createAsk(parts);
  const common: Common = { TableName: parts.tableName, ReturnConsumedCapacity: 'TOTAL' };
  const reads = readsOf(parts, commands, common);
  return { ...reads, ...writesOf(parts, commands, common, reads) };
}

type Reads = Pick<Sender, 'get' | 'getMany' | 'query'>;

function readsOf({ documents, telemetry, waiter }: Parts, { read }: Ask, common: Common): Reads {
  return {
    async get(Key) {
      const command = new GetCommand({ ...common, Key, ConsistentRead: true });
      return (await read('GetItem', (bounded) => documents.send(command, bounded))).Item;
    },

    async getMany(keys) {
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
    },

    async query(input, limit) {
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
    },
  };
}

function writesOf(
  { documents }: Parts,
  { ask }: Ask,
  common: Common,
  { get }: Reads,
): Pick<Sender, 'update' | 'put' | 'remove'> {
  return {
    async update(input) {
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
    },

    async put(input) {
      const command = new PutCommand({ ...common, ...input });
      return 'output' in (await ask('PutItem', (bounded) => documents.send(command, bounded)));
    },

    async remove(input) {
      const command = new DeleteCommand({ ...common, ...input });
      return 'output' in (await ask('DeleteItem', (bounded) => documents.send(command, bounded)));
    },
  };
}
