import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Waiter } from '../../core/ports/clock.ts';
import type { FailureLog } from '../../core/ports/failed-call.ts';
import type { FillTable } from '../../core/ports/fill-table.ts';
import type { IndexTable } from '../../core/ports/index-table.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { COMMAND_BUDGET_MS } from './bounds.ts';
import { bucketOperations } from './buckets.ts';
import { chunkOperations } from './chunks.ts';
import { createDocumentClient } from './document-client.ts';
import { fillOperations } from './fills.ts';
import { headOperations } from './heads.ts';
import { recordOperations } from './records.ts';
import { createSender, type Sender } from './send.ts';
import { canHold } from './sort-key.ts';

export interface TableOptions {
  client: DynamoDBClient;
  tableName: string;
  telemetry: Telemetry;
  /** Pauses between retries of unprocessed keys. Default: real time. */
  waiter?: Waiter;
  /** Time limit of one command with its retries. Default: COMMAND_BUDGET_MS. */
  commandBudgetMs?: number;
  onFailure?: FailureLog;
}

/** The index in one DynamoDB table (schema.ts). @throws IndexUnavailable whenever the table fails. */
export function createDynamoTable(options: TableOptions): IndexTable {
  const { telemetry } = options;
  const sender = senderOf(options);
  return {
    ...bucketOperations(sender, telemetry),
    ...headOperations(sender, telemetry),
    ...chunkOperations(sender, telemetry),
    ...recordOperations(sender, telemetry),
    canHold,
  };
}

/** The fills in the same table. */
export function createDynamoFills(options: TableOptions): FillTable {
  return fillOperations(senderOf(options), options.telemetry);
}

function senderOf({ client, tableName, telemetry, onFailure, ...options }: TableOptions): Sender {
  const documents = createDocumentClient(client);
  const { waiter = { wait: (ms: number) => sleep(ms) }, commandBudgetMs = COMMAND_BUDGET_MS } = options;
  return createSender({ documents, tableName, telemetry, waiter, commandBudgetMs, onFailure });
}
