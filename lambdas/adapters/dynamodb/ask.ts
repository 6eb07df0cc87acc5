/**
 * Runs one DynamoDB command: limits, counts and bounds it. Every failure becomes an IndexUnavailable. A refused
 * condition is a normal result.
 */
import type { AttributeValue, ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { FailureLog } from '../../core/ports/failed-call.ts';
import { IndexUnavailable } from '../../core/ports/index-table.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { MAX_IN_FLIGHT } from './bounds.ts';
import { createLimiter } from './limiter.ts';

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
export type Refusal = Error & { Item?: Record<string, AttributeValue> };
const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

type Send<Output> = (bounded: { abortSignal: AbortSignal }) => Promise<Output>;

export interface Ask {
  /** Runs the command within its budget, as soon as the limiter allows it. */
  ask<Output extends Counted>(
    call: Call,
    send: Send<Output>,
  ): Promise<{ output: Output } | { refusal: Refusal }>;
  /** For commands without a condition. */
  read<Output extends Counted>(call: Call, send: Send<Output>): Promise<Output>;
}

export interface AskParts {
  telemetry: Telemetry;
  commandBudgetMs: number;
  onFailure?: FailureLog;
}

export function createAsk({ telemetry, commandBudgetMs, onFailure }: AskParts): Ask {
  const limited = createLimiter(MAX_IN_FLIGHT);

  async function attempt<Output extends Counted>(
    call: Call,
    send: Send<Output>,
  ): Promise<{ output: Output } | { refusal: Refusal }> {
    telemetry.count('indexRequests');
    try {
      const output = await send({ abortSignal: AbortSignal.timeout(commandBudgetMs) });
      // Every response contains the consumed units, because every command asks for them. Without this check, an empty
      // 200 response would be read as "no such item" (I8).
      if (output.ConsumedCapacity === undefined) throw new Error('a 200 response without ConsumedCapacity');
      telemetry.count(UNITS[call], unitsOf(output));
      return { output };
    } catch (error) {
      // A refused condition is a normal result. Only the caller that wrote knows what it means.
      if (isRefusal(error)) return { refusal: error };
      onFailure?.({ service: 'DynamoDB', call, error });
      throw error;
    }
  }

  const ask: Ask['ask'] = async (call, send) => {
    try {
      return await limited(() => attempt(call, send));
    } catch (error) {
      telemetry.count('indexFailures');
      const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new IndexUnavailable(`DynamoDB: ${said}`, { cause: error });
    }
  };

  return {
    ask,
    async read(call, send) {
      const answer = await ask(call, send);
      // A read has no condition, so it cannot be refused.
      if ('refusal' in answer) throw answer.refusal;
      return answer.output;
    },
  };
}

function unitsOf({ ConsumedCapacity }: Counted): number {
  const parts = ConsumedCapacity === undefined ? [] : [ConsumedCapacity].flat();
  return parts.reduce((sum, part) => sum + (part.CapacityUnits ?? 0), 0);
}
