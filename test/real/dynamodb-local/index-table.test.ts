import { dynamoTableSuite } from '../../contract/index-table/dynamodb-suite.ts';
import { foreignAttributesSuite } from '../../contract/index-table/foreign-attributes.ts';
import { openDynamoTable } from '../../contract/index-table/open.ts';
import { indexTableSuite } from '../../contract/index-table/suite.ts';
import { startDynamoDbLocal } from '../../support/dynamodb-local.ts';

indexTableSuite('DynamoDB Local', async () => openDynamoTable(await startDynamoDbLocal()));
dynamoTableSuite('DynamoDB Local', startDynamoDbLocal);
foreignAttributesSuite('DynamoDB Local', startDynamoDbLocal);
