import { openDynamoFills } from '../../contract/fill-table/open.ts';
import { fillTableSuite } from '../../contract/fill-table/suite.ts';
import { startDynamoDbLocal } from '../../support/dynamodb-local.ts';

fillTableSuite('DynamoDB Local', async () => openDynamoFills(await startDynamoDbLocal()));
