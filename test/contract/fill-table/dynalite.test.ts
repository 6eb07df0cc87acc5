import { startDynalite } from '../../support/dynalite.ts';
import { openDynamoFills } from './open.ts';
import { fillTableSuite } from './suite.ts';

fillTableSuite('dynalite', async () => openDynamoFills(await startDynalite()));
