import { createDynamoFills } from '../../../lambdas/adapters/dynamodb/table.ts';
import type { TableEngine } from '../../support/dynalite.ts';
import type { OpenFills } from './suite.ts';

/** A long timeout, because a slow answer of a loaded machine is not an outage. */
const PATIENT_MS = 20_000;

/** Opens the adapter on a running engine. */
export function openDynamoFills({ client, tableName, stop }: TableEngine): OpenFills {
  const telemetry = { count: () => {} };
  return {
    table: createDynamoFills({ client, tableName, telemetry, commandBudgetMs: PATIENT_MS }),
    close: stop,
  };
}
