import { createMemoryTable } from '../../support/memory/table.ts';
import { indexTableSuite } from './suite.ts';

indexTableSuite('memory', async () => ({ table: createMemoryTable(), close: async () => {} }), { runs: 200 });
