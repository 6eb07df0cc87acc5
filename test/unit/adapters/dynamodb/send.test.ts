/** The send loop, with a client that gives prepared answers. */

import { BatchGetCommand, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import {
  BATCH_GET_KEYS,
  MAX_IN_FLIGHT,
  MAX_QUERY_PAGES,
  UNPROCESSED_RETRIES,
} from '../../../../lambdas/adapters/dynamodb/bounds.ts';
import type { Item } from '../../../../lambdas/adapters/dynamodb/keys.ts';
import { createSender } from '../../../../lambdas/adapters/dynamodb/send.ts';
import { IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import type { Counter } from '../../../../lambdas/core/ports/telemetry.ts';

type Command = { input: unknown };

function given(answer: (command: Command, call: number) => unknown) {
  const commands: Command[] = [];
  const counts: Partial<Record<Counter, number>> = {};
  const pauses: number[] = [];
  const sender = createSender({
    documents: {
      send: async (command: unknown) => {
        commands.push(command as Command);
        const answered = (await answer(command as Command, commands.length - 1)) as object;
        return { ConsumedCapacity: { CapacityUnits: 0 }, ...answered };
      },
    } as never,
    tableName: 't',
    telemetry: {
      count: (counter, by = 1) => {
        counts[counter] = (counts[counter] ?? 0) + by;
      },
    },
    waiter: {
      wait: async (ms) => {
        pauses.push(ms);
      },
    },
    commandBudgetMs: 1_000,
  });
  return { sender, commands, counts, pauses };
}

const keyOf = (n: number): Item => ({ pk: String(n), sk: '#' });
const refusal = (item?: Item) =>
  Object.assign(new Error('refused'), {
    name: 'ConditionalCheckFailedException',
    ...(item && { Item: marshall(item) }),
  });

describe('sending', () => {
  test('requests the consumed units from the engine and sums them', async () => {
    const { sender, commands, counts } = given(() => ({ ConsumedCapacity: { CapacityUnits: 1.5 } }));
    await sender.get(keyOf(1));
    await sender.query({}, 1);
    await sender.put({ Item: keyOf(1) });
    expect(counts).toEqual({ indexRequests: 3, readUnits: 3, writeUnits: 1.5 });
    for (const { input } of commands)
      expect(input).toMatchObject({ TableName: 't', ReturnConsumedCapacity: 'TOTAL' });
    expect(commands[0]!.input).toMatchObject({ ConsistentRead: true });
  });

  test('turns every failure into IndexUnavailable, with its cause', async () => {
    const cause = Object.assign(new Error('slow down'), { name: 'ProvisionedThroughputExceededException' });
    const { sender, counts } = given(() => {
      throw cause;
    });
    const attempts = [
      () => sender.get(keyOf(1)),
      () => sender.getMany([keyOf(1)]),
      () => sender.query({}, 1),
      () => sender.update({ Key: keyOf(1) }),
      () => sender.put({ Item: keyOf(1) }),
      () => sender.remove({ Key: keyOf(1) }),
    ];
    for (const attempt of attempts) {
      const error = await attempt().catch((thrown) => thrown);
      expect(error).toBeInstanceOf(IndexUnavailable);
      expect(error.cause).toBe(cause);
    }
    expect(counts.indexFailures).toBe(attempts.length);
  });

  test('gives every command a signal that ends it within its budget', async () => {
    const { sender } = given(() => ({}));
    const signals: AbortSignal[] = [];
    const spying = createSender({
      documents: {
        send: async (_command: unknown, options: { abortSignal: AbortSignal }) => {
          signals.push(options.abortSignal);
          return { ConsumedCapacity: { CapacityUnits: 0.5 } };
        },
      } as never,
      tableName: 't',
      telemetry: { count: () => {} },
      waiter: { wait: async () => {} },
      commandBudgetMs: 1,
    });
    await spying.get(keyOf(1));
    await new Promise((resolve) => signals[0]!.addEventListener('abort', resolve, { once: true }));
    expect(signals[0]!.aborted).toBe(true);
    expect(await sender.get(keyOf(1))).toBeUndefined();
  });
});

describe('many commands at once', () => {
  test('waiting for a turn does not count as time without an answer', async () => {
    const answers: PromiseWithResolvers<object>[] = [];
    const { sender, commands } = given(() => {
      answers.push(Promise.withResolvers<object>());
      return answers.at(-1)!.promise;
    });
    const all = Promise.all(Array.from({ length: MAX_IN_FLIGHT + 3 }, (_, i) => sender.get(keyOf(i))));
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    await turn();
    expect(commands).toHaveLength(MAX_IN_FLIGHT);
    answers[0]!.resolve({});
    await turn();
    expect(commands).toHaveLength(MAX_IN_FLIGHT + 1);
    for (let i = 1; i < MAX_IN_FLIGHT + 3; i++) {
      answers[i]!.resolve({});
      await turn();
    }
    await all;
    expect(commands).toHaveLength(MAX_IN_FLIGHT + 3);
  });

  test('commands that wait fail together with the outage', async () => {
    const down = new Error('down');
    let up = false;
    const { sender, commands, counts } = given(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      if (!up) throw down;
      return { ConsumedCapacity: { CapacityUnits: 1 } };
    });
    const many = () =>
      Promise.allSettled(Array.from({ length: 3 * MAX_IN_FLIGHT }, (_, i) => sender.get(keyOf(i))));
    for (const { status, reason } of (await many()) as PromiseRejectedResult[]) {
      expect(status).toBe('rejected');
      expect(reason).toBeInstanceOf(IndexUnavailable);
    }
    expect(commands.length).toBeLessThan(2 * MAX_IN_FLIGHT);
    expect(counts.indexFailures).toBe(3 * MAX_IN_FLIGHT);
    expect(counts.indexRequests).toBe(commands.length);
    // Later commands call the table again.
    up = true;
    expect((await many()).every(({ status }) => status === 'fulfilled')).toBe(true);
  });
});

describe('a query', () => {
  test('follows LastEvaluatedKey up to its limit, requesting only the missing number', async () => {
    const pages = [
      { Items: [keyOf(1), keyOf(2)], LastEvaluatedKey: keyOf(2) },
      { Items: [], LastEvaluatedKey: keyOf(3) },
      { Items: [keyOf(4)] },
    ];
    const { sender, commands } = given((_, call) => pages[call]);
    expect(await sender.query({}, 10)).toEqual({ items: [keyOf(1), keyOf(2), keyOf(4)], more: false });
    expect(commands.map(({ input }) => (input as QueryCommand['input']).Limit)).toEqual([10, 8, 8]);
    expect(commands.map(({ input }) => (input as QueryCommand['input']).ExclusiveStartKey)).toEqual([
      undefined,
      keyOf(2),
      keyOf(3),
    ]);
  });

  test('stops at its limit and says that more may follow', async () => {
    const { sender, commands } = given(() => ({ Items: [keyOf(1)], LastEvaluatedKey: keyOf(1) }));
    expect(await sender.query({}, 1)).toEqual({ items: [keyOf(1)], more: true });
    expect(commands).toHaveLength(1);
    expect(commands[0]).toBeInstanceOf(QueryCommand);
  });

  test('stops after the maximum of pages and says that more may follow', async () => {
    const { sender, commands } = given(() => ({ Items: [], LastEvaluatedKey: keyOf(1) }));
    expect(await sender.query({}, 1)).toEqual({ items: [], more: true });
    expect(commands).toHaveLength(MAX_QUERY_PAGES);
  });
});

describe('many keys', () => {
  test('are read in batches, and unprocessed keys are retried after growing pauses', async () => {
    const asked: number[] = [];
    const { sender, commands, pauses } = given((command, call) => {
      const { Keys } = (command.input as BatchGetCommand['input']).RequestItems!.t!;
      asked.push(Keys!.length);
      const done = call < 2 ? Keys!.slice(0, 10) : Keys!;
      return {
        Responses: { t: done },
        UnprocessedKeys: done === Keys ? {} : { t: { Keys: Keys!.slice(10) } },
      };
    });
    const keys = Array.from({ length: BATCH_GET_KEYS + 5 }, (_, i) => keyOf(i));
    expect(await sender.getMany(keys)).toEqual(keys);
    expect(asked).toEqual([BATCH_GET_KEYS, BATCH_GET_KEYS - 10, BATCH_GET_KEYS - 20, 5]);
    expect(pauses).toEqual([20, 40]);
    for (const command of commands) expect(command).toBeInstanceOf(BatchGetCommand);
    expect((commands[1]!.input as BatchGetCommand['input']).RequestItems!.t!.ConsistentRead).toBe(true);
  });

  test('that stay unprocessed make the index unavailable', async () => {
    const { sender, commands, counts } = given((command) => ({
      UnprocessedKeys: (command.input as BatchGetCommand['input']).RequestItems!,
    }));
    await expect(sender.getMany([keyOf(1)])).rejects.toBeInstanceOf(IndexUnavailable);
    expect(commands).toHaveLength(1 + UNPROCESSED_RETRIES);
    expect(counts.indexFailures).toBe(1);
  });
});

describe('a write', () => {
  test('returns the item after an update, which may have no attributes', async () => {
    const { sender, commands } = given((_, call) => (call === 0 ? { Attributes: keyOf(1) } : {}));
    expect(await sender.update({ Key: keyOf(1) })).toEqual({ outcome: 'written', item: keyOf(1) });
    expect(await sender.update({ Key: keyOf(1) })).toEqual({ outcome: 'written', item: {} });
    expect(await sender.put({ Item: keyOf(1) })).toBe(true);
    expect(await sender.remove({ Key: keyOf(1) })).toBe(true);
    expect(commands[0]!.input).toMatchObject({ ReturnValues: 'ALL_NEW' });
    expect(commands).toHaveLength(4);
  });
});

describe('a refused condition', () => {
  test('is an answer that contains the existing item', async () => {
    const { sender, commands, counts } = given(() => {
      throw refusal(keyOf(7));
    });
    expect(await sender.update({ Key: keyOf(1) })).toEqual({ outcome: 'refused', standing: keyOf(7) });
    expect(await sender.put({ Item: keyOf(1) })).toBe(false);
    expect(await sender.remove({ Key: keyOf(1) })).toBe(false);
    expect(commands[0]!.input).toMatchObject({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    expect(counts).toEqual({ indexRequests: 3 });
  });

  test('is followed by a strong read if the engine does not return the item', async () => {
    const { sender, commands } = given((command) => {
      if (command instanceof UpdateCommand) throw refusal();
      return { Item: keyOf(7) };
    });
    expect(await sender.update({ Key: keyOf(1) })).toEqual({ outcome: 'refused', standing: keyOf(7) });
    expect(commands[1]).toBeInstanceOf(GetCommand);
    expect(commands[1]!.input).toMatchObject({ ConsistentRead: true, Key: keyOf(1) });
  });
});
