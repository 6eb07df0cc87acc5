import { startDynalite } from '../../support/dynalite.ts';
import { dynamoTableSuite } from './dynamodb-suite.ts';
import { foreignAttributesSuite } from './foreign-attributes.ts';
import { openDynamoTable } from './open.ts';
import { indexTableSuite } from './suite.ts';

indexTableSuite('dynalite', async () => openDynamoTable(await startDynalite()));
dynamoTableSuite('dynalite', startDynalite);
foreignAttributesSuite('dynalite', startDynalite);
