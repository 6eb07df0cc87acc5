import { createMemoryTable } from '../../../lambdas/adapters/memory/table.ts';
import { indexTableSuite } from './suite.ts';

indexTableSuite('memory', async () => ({ table: createMemoryTable(), close: async () => {} }), { runs: 200 });
