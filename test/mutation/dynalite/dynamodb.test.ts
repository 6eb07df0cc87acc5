/** The adapter's behaviour beyond the port, without the other parts of the table's suite. */
import { dynamoTableSuite } from '../../contract/index-table/dynamodb-suite.ts';
import { startDynalite } from '../../support/dynalite.ts';

dynamoTableSuite('dynalite', startDynalite);
