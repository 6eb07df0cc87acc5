/** The fuzzer's engine for stored items must pass the suite of every engine. */
import { createDynamoTable } from '../../lambdas/adapters/dynamodb/table.ts';
import { indexTableSuite } from '../contract/index-table/suite.ts';
import { openEngine } from '../fuzz/items/engine.ts';

indexTableSuite(
  "the fuzzer's engine",
  async () => ({
    table: createDynamoTable({
      client: openEngine().client,
      tableName: 'fuzz',
      telemetry: { count: () => {} },
    }),
    close: async () => {},
  }),
  { runs: 100 },
);
