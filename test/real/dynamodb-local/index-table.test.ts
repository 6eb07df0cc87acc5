import { dynamoTableSuite } from '../../contract/index-table/dynamodb-suite.ts';
import { openDynamoTable } from '../../contract/index-table/open.ts';
import { indexTableSuite } from '../../contract/index-table/suite.ts';
import { startDynamoDbLocal } from '../../support/dynamodb-local.ts';

indexTableSuite('DynamoDB Local', async () => openDynamoTable(await startDynamoDbLocal()));
dynamoTableSuite('DynamoDB Local', startDynamoDbLocal);
