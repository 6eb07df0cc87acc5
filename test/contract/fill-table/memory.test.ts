import { createMemoryFills } from '../../support/memory/fills.ts';
import { fillTableSuite } from './suite.ts';

fillTableSuite('memory', async () => ({ table: createMemoryFills(), close: async () => {} }));
