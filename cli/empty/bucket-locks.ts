/**
 * Locks on the buckets of a table: a floor in the future on the bucket's item, so that no request uses what the table
 * holds. The floor's value identifies the lock. Another run takes a lock by setting another value; the run that held
 * it notices this at the next renewal and stops.
 */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { any } from '../../lambdas/adapters/dynamodb/conditions.ts';
import { bucketKey } from '../../lambdas/adapters/dynamodb/keys.ts';
import { BUCKET, PARTITION_KEY, SORT_KEY } from '../../lambdas/adapters/dynamodb/schema.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { LOCK_ENDS_WITHIN_MS, LOCK_MS, RENEWED_WITHIN_MS } from './bounds.ts';
import type { Emptying, Key } from './emptying.ts';
import { LostLock } from './lost-lock.ts';
import { untilAccepted } from './until-accepted.ts';

const RENEWALS_AT_ONCE = 8;
/** If the renewals of all locks take longer than RENEWED_WITHIN_MS, they are repeated. */
const MAX_ROUNDS = 5;

/** The floor of the whole bucket. */
const FLOOR = { ExpressionAttributeNames: { '#floor': BUCKET.floorPrefix } };
const is = (value: string) => `#floor = ${value}`;
const number = (value: number) => ({ N: String(value) });

type Write = Omit<UpdateItemCommandInput, 'TableName'>;

export function lockInput(bucket: string, until: number): Write {
  return {
    ...FLOOR,
    Key: keyOf(bucket),
    UpdateExpression: 'SET #floor = :until',
    ExpressionAttributeValues: { ':until': number(until) },
  };
}

/** The new value is accepted too: a write that got no answer is sent again. */
export function renewInput(bucket: string, { held, until }: { held: number; until: number }): Write {
  return {
    ...lockInput(bucket, until),
    ConditionExpression: any(is(':held'), is(':until')),
    ExpressionAttributeValues: { ':held': number(held), ':until': number(until) },
  };
}

export function releaseInput(bucket: string, held: number): Omit<DeleteItemCommandInput, 'TableName'> {
  return {
    ...FLOOR,
    Key: keyOf(bucket),
    ConditionExpression: is(':held'),
    ExpressionAttributeValues: { ':held': number(held) },
  };
}

export class BucketLocks {
  readonly #emptying: Emptying;
  /** The value of each lock. */
  readonly #held = new Map<string, number>();
  #renewedAt = Number.NEGATIVE_INFINITY;

  constructor(emptying: Emptying) {
    this.#emptying = emptying;
  }

  get buckets(): string[] {
    return [...this.#held.keys()].sort();
  }

  has(bucket: string): boolean {
    return this.#held.has(bucket);
  }

  async lock(bucket: string): Promise<void> {
    const until = this.#emptying.now() + LOCK_MS;
    // Before the answer, because a write without an answer may have been made.
    this.#held.set(bucket, until);
    let attempts = 0;
    try {
      await this.#send((common) => {
        attempts += 1;
        return new UpdateItemCommand({ ...common, ...lockInput(bucket, until) });
      });
    } catch (error) {
      // An earlier attempt may have had no answer.
      if (attempts === 1 && wasRefused(error)) this.#held.delete(bucket);
      throw error;
    }
  }

  /**
   * Renews the locks, unless that was done shortly before. To be called before each attempt of a deletion.
   * @throws LostLock
   */
  async keep(): Promise<void> {
    for (let round = 0; this.#isDue(); round++) {
      if (round >= MAX_ROUNDS) throw new Error('DynamoDB is too slow to renew the locks in time');
      await this.#renew();
    }
  }

  /** Deletes the buckets' items. The next request about a bucket begins a new epoch. */
  async release(): Promise<void> {
    await this.#renew();
    for (const [bucket, held] of this.#held) {
      try {
        await this.#send((common) => new DeleteItemCommand({ ...common, ...releaseInput(bucket, held) }));
      } catch (error) {
        // The item was deleted by an attempt without an answer, or another run has just taken the lock.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    }
  }

  #isDue(): boolean {
    // The clock may be corrected, also backwards.
    return Math.abs(this.#emptying.now() - this.#renewedAt) >= RENEWED_WITHIN_MS;
  }

  async #renew(): Promise<void> {
    const startedAt = this.#emptying.now();
    const until = startedAt + LOCK_MS;
    await inParallel([...this.#held], RENEWALS_AT_ONCE, async ([bucket, held]) => {
      try {
        const input = renewInput(bucket, { held, until });
        await this.#send((common) => {
          // Before each attempt. If the lock has ended, requests use what this run was about to delete.
          if (this.#emptying.now() >= held - LOCK_ENDS_WITHIN_MS) throw LostLock.ended(bucket);
          return new UpdateItemCommand({ ...common, ...input });
        });
        this.#held.set(bucket, until);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        throw LostLock.taken(bucket);
      }
    });
    this.#renewedAt = startedAt;
  }

  #send(command: (common: { TableName: string }) => UpdateItemCommand | DeleteItemCommand): Promise<void> {
    const { client, tableName, wait, signal } = this.#emptying;
    return untilAccepted(wait, async () => {
      signal?.throwIfAborted();
      // One of two commands, for which `send` has two signatures.
      await client.send(command({ TableName: tableName }) as UpdateItemCommand, { abortSignal: signal });
      return { outcome: 'done', value: undefined };
    });
  }
}

function keyOf(bucket: string): Key {
  const { [PARTITION_KEY]: partition, [SORT_KEY]: sort } = bucketKey(bucket);
  return { [PARTITION_KEY]: { S: String(partition) }, [SORT_KEY]: { S: String(sort) } };
}

/** DynamoDB has answered, and has not made the write. */
function wasRefused(error: unknown): boolean {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500;
}
