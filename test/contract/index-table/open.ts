import { createDynamoTable } from '../../../lambdas/adapters/dynamodb/table.ts';
import type { Telemetry } from '../../../lambdas/core/ports/telemetry.ts';
import type { TableEngine } from '../../support/dynalite.ts';
import type { OpenTable } from './under-test.ts';

const SILENT: Telemetry = { count: () => {} };

/** A long timeout, because a slow answer of a loaded machine is not an outage. */
const PATIENT_MS = 20_000;

/** Opens the adapter on a running engine. */
export function openDynamoTable(engine: TableEngine, telemetry: Telemetry = SILENT): OpenTable {
  const { client, tableName } = engine;
  return {
    table: createDynamoTable({ client, tableName, telemetry, commandBudgetMs: PATIENT_MS }),
    close: () => engine.stop(),
  };
}
