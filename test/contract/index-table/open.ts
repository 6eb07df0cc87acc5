import { createDynamoTable } from '../../../lambdas/adapters/dynamodb/table.ts';
import type { Telemetry } from '../../../lambdas/core/ports.ts';
import type { TableEngine } from '../../support/dynalite.ts';
import type { OpenTable } from './suite.ts';

const SILENT: Telemetry = { count: () => {} };

/** The adapter on a running engine, with the engine's patient client: a loaded machine is not an outage. */
export function openDynamoTable(engine: TableEngine, telemetry: Telemetry = SILENT): OpenTable {
  const { client, tableName } = engine;
  return { table: createDynamoTable({ client, tableName, telemetry }), close: () => engine.stop() };
}
