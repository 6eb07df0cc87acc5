import { startDynalite } from '../../support/dynalite.ts';
import { openDynamoTable } from './open.ts';
import { indexTableSuite } from './suite.ts';

indexTableSuite('dynalite', async () => openDynamoTable(await startDynalite()));
