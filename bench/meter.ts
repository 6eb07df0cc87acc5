/**
 * Counts what the clients of one contestant send, in the same way for all contestants: every attempt, as it is
 * billed. Units are those that the engine reports. Where dynalite reports nothing but DynamoDB bills its minimum (a
 * Query that finds nothing, a conditional write that is refused), the minimum is used.
 */
import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';

export interface Calls {
  s3Lists: number;
  s3Heads: number;
  /** DynamoDB read units: 4 KB cost one with strong consistency, half of one with eventual consistency. */
  rru: number;
  /** DynamoDB write units of 1 KB. */
  wru: number;
  /** DynamoDB commands, as sent. */
  commands: number;
}

export const NO_CALLS: Calls = { s3Lists: 0, s3Heads: 0, rru: 0, wru: 0, commands: 0 };

export function difference(after: Calls, before: Calls): Calls {
  return {
    s3Lists: after.s3Lists - before.s3Lists,
    s3Heads: after.s3Heads - before.s3Heads,
    rru: after.rru - before.rru,
    wru: after.wru - before.wru,
    commands: after.commands - before.commands,
  };
}

export function scaled(calls: Calls, by: number): Calls {
  return {
    s3Lists: calls.s3Lists * by,
    s3Heads: calls.s3Heads * by,
    rru: calls.rru * by,
    wru: calls.wru * by,
    commands: calls.commands * by,
  };
}

interface Middleware {
  middlewareStack: { add(middleware: never, options: never): void };
}
type Next = (
  args: unknown,
) => Promise<{ output?: { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] } }>;

const READS = new Set(['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand', 'ScanCommand']);
const LEAST_WRITE_UNITS = 1;
const LEAST_READ_UNITS = { strong: 1, eventual: 0.5 };

export class Meter {
  #calls: Calls = { ...NO_CALLS };

  get calls(): Calls {
    return { ...this.#calls };
  }

  /** Adds counters to the client. It then waits `delayMs` before each attempt. */
  count<C extends Middleware>(client: C, delayMs = 0): C {
    const middleware = (next: Next, context: { commandName?: string }) => async (args: unknown) => {
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      const { input } = args as { input?: { ConsistentRead?: boolean } };
      const least = input?.ConsistentRead ? LEAST_READ_UNITS.strong : LEAST_READ_UNITS.eventual;
      return this.#counted(context.commandName ?? '', least, () => next(args));
    };
    // The last step before the request is sent. It is inside the retry loop, so each attempt is counted.
    const options = { step: 'finalizeRequest', priority: 'low', name: 'benchMeter' };
    client.middlewareStack.add(middleware as never, options as never);
    return client;
  }

  async #counted(command: string, leastRead: number, send: () => ReturnType<Next>): ReturnType<Next> {
    if (command.startsWith('ListObjects')) this.#calls.s3Lists++;
    else if (command === 'HeadObjectCommand') this.#calls.s3Heads++;
    else this.#calls.commands++;
    try {
      const answer = await send();
      const units = [answer.output?.ConsumedCapacity ?? []]
        .flat()
        .reduce((sum, it) => sum + (it.CapacityUnits ?? 0), 0);
      if (READS.has(command)) this.#calls.rru += Math.max(units, leastRead);
      else this.#calls.wru += units;
      return answer;
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') this.#calls.wru += LEAST_WRITE_UNITS;
      throw error;
    }
  }
}
