/**
 * DynamoDB's items and expressions, as far as the adapter uses them, behind the `send` of an SDK client. This engine
 * reads a hundred thousand items in minutes; dynalite would take hours. test/property/fuzz-engine.test.ts runs the
 * suite of every engine on it.
 */
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { constructStack } from '@smithy/core/client';
import { PARTITION_KEY, SORT_KEY } from '../../../lambdas/adapters/dynamodb/schema.ts';
import { attributeOf, compareText, givenOf, holds, type RawItem, type Tokens } from './condition.ts';

export interface Engine {
  client: DynamoDBClient;
  /** All items, by partition and sort key. */
  items(): RawItem[];
  put(item: RawItem): void;
  remove(item: RawItem): void;
}

interface Input {
  Key: RawItem;
  Item: RawItem;
  ConditionExpression?: string;
  UpdateExpression: string;
  KeyConditionExpression: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
  ExclusiveStartKey?: RawItem;
  Limit?: number;
  ScanIndexForward?: boolean;
  RequestItems: Record<string, { Keys: RawItem[] }>;
}

const CAPACITY = { CapacityUnits: 1 };
const sortOf = (item: RawItem) => item[SORT_KEY]!.S!;
const partitionOf = (item: RawItem) => item[PARTITION_KEY]!.S!;
const tokensOf = (input: Input): Tokens => ({
  names: input.ExpressionAttributeNames ?? {},
  values: input.ExpressionAttributeValues ?? {},
});

export function openEngine(): Engine {
  const partitions = new Map<string, Map<string, RawItem>>();
  const find = (key: RawItem) => partitions.get(partitionOf(key))?.get(sortOf(key));
  const put = (item: RawItem) => {
    const partition = partitions.get(partitionOf(item)) ?? new Map<string, RawItem>();
    partitions.set(partitionOf(item), partition.set(sortOf(item), item));
  };
  const remove = (key: RawItem) => void partitions.get(partitionOf(key))?.delete(sortOf(key));
  const inOrder = (partition: Map<string, RawItem> | undefined) =>
    [...(partition?.values() ?? [])].sort((a, b) => compareText(sortOf(a), sortOf(b)));
  /** Returns the present item if the condition allows the write. */
  const standing = (input: Input, key: RawItem) => {
    const item = find(key);
    if (holds(input.ConditionExpression, item, tokensOf(input))) return item;
    throw Object.assign(new Error('refused'), {
      name: 'ConditionalCheckFailedException',
      ...(item && { Item: item }),
    });
  };

  const operations: Record<string, (input: Input) => object> = {
    GetItemCommand: ({ Key }) => ({ Item: find(Key) }),
    BatchGetItemCommand: ({ RequestItems }) => ({
      Responses: Object.fromEntries(
        Object.entries(RequestItems).map(([table, { Keys }]) => [
          table,
          Keys.map(find).filter((item) => item !== undefined),
        ]),
      ),
    }),
    QueryCommand: (input) => {
      const within = keyRange(input);
      const all = inOrder(partitions.get(givenOf(':partition', tokensOf(input)).S!));
      const ordered = input.ScanIndexForward === false ? all.reverse() : all;
      const start = input.ExclusiveStartKey && sortOf(input.ExclusiveStartKey);
      const from = start === undefined ? 0 : ordered.findIndex((item) => sortOf(item) === start) + 1;
      const found = ordered.slice(from).filter((item) => within(sortOf(item)));
      const Items = found.slice(0, input.Limit ?? found.length);
      return { Items, ...(Items.length < found.length && { LastEvaluatedKey: Items.at(-1) }) };
    },
    PutItemCommand: (input) => {
      standing(input, input.Item);
      put(input.Item);
      return {};
    },
    UpdateItemCommand: (input) => {
      const item = updated(input, standing(input, input.Key) ?? input.Key);
      put(item);
      return { Attributes: item };
    },
    DeleteItemCommand: (input) => {
      standing(input, input.Key);
      remove(input.Key);
      return {};
    },
  };
  const run = (command: string, input: object) => {
    const operation = operations[command];
    if (!operation) throw new Error(`the engine does not implement ${command}`);
    // Returns a copy, as after a transfer over the wire.
    return structuredClone({ ConsumedCapacity: CAPACITY, ...operation(input as Input) });
  };
  const items = () =>
    [...partitions.keys()].sort(compareText).flatMap((partition) => inOrder(partitions.get(partition)));
  return { client: clientOver(run), items, put, remove };
}

type Next = (args: { input: object }) => Promise<object>;

/**
 * An SDK client without network, credentials and retries. It has the two middleware steps between which the document
 * client converts items.
 */
function clientOver(run: (command: string, input: object) => object): DynamoDBClient {
  const middlewareStack = constructStack();
  const serialize = (next: Next) => next;
  const answer =
    (_next: Next, { commandName }: { commandName: string }): Next =>
    async ({ input }) => ({ output: run(commandName, input) });
  middlewareStack.add(serialize as never, { step: 'serialize', name: 'serializerMiddleware' });
  middlewareStack.add(answer as never, { step: 'deserialize', name: 'deserializerMiddleware' });
  // The configuration that commands read from their client before they are serialized.
  const config = { requestHandler: {}, isCustomEndpoint: true, endpointProvider: () => ({}) };
  return { config, middlewareStack } as never;
}

/** Returns a function that checks whether a sort key matches the key condition. */
function keyRange(input: Input): (sort: string) => boolean {
  const [partition, range] = split(input.KeyConditionExpression);
  if (partition !== `${PARTITION_KEY} = :partition`) throw new Error(`key condition ${partition}`);
  if (range === undefined) return () => true;
  const tokens = tokensOf(input);
  const between = /^sk BETWEEN (:\w+) AND (:\w+)$/.exec(range);
  if (between) {
    const [lower, upper] = [givenOf(between[1]!, tokens).S!, givenOf(between[2]!, tokens).S!];
    return (sort) => compareText(sort, lower) >= 0 && compareText(sort, upper) <= 0;
  }
  return (sort) => holds(range, { [SORT_KEY]: { S: sort } }, tokens);
}

function split(condition: string): [string, string | undefined] {
  const at = condition.indexOf(' AND ');
  return at === -1 ? [condition, undefined] : [condition.slice(0, at), condition.slice(at + ' AND '.length)];
}

const CLAUSE = / ?(SET|REMOVE) (.*?)(?=(?: SET | REMOVE |$))/gy;
const ASSIGNMENT = /^(\S+) = (?:(:\w+)|if_not_exists\((\S+), (:\w+)\)(?: \+ (:\w+))?)$/;

function updated(input: Input, standing: RawItem): RawItem {
  const tokens = tokensOf(input);
  const item = { ...standing };
  for (const [, word, list] of input.UpdateExpression.matchAll(CLAUSE)) {
    // Splits at commas, except those inside if_not_exists.
    for (const part of list!.split(/, (?![^(]*\))/)) {
      if (word === 'REMOVE') delete item[attributeOf(part, tokens)];
      else assign(item, standing, part, tokens);
    }
  }
  return item;
}

function assign(item: RawItem, standing: RawItem, part: string, tokens: Tokens): void {
  const match = ASSIGNMENT.exec(part);
  if (!match) throw new Error(`the engine cannot assign ${part}`);
  const [, target, plain, attribute, otherwise, plus] = match;
  let value = plain
    ? givenOf(plain, tokens)
    : (standing[attributeOf(attribute!, tokens)] ?? givenOf(otherwise!, tokens));
  if (plus) {
    if (value.N === undefined)
      throw Object.assign(new Error('An operand in the update expression has an incorrect data type'), {
        name: 'ValidationException',
      });
    value = { N: String(Number(value.N) + Number(givenOf(plus, tokens).N)) };
  }
  item[attributeOf(target!, tokens)] = value;
}
