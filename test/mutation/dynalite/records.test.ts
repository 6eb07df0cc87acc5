/** One part of the table's suite, so that a mutant is tried in seconds. Jest runs all parts together. */

import { openDynamoTable } from '../../contract/index-table/open.ts';
import { recordsSuite } from '../../contract/index-table/records-suite.ts';
import { indexTableSuite } from '../../contract/index-table/suite.ts';
import { startDynalite } from '../../support/dynalite.ts';

const open = async () => openDynamoTable(await startDynalite());
indexTableSuite('dynalite', open, { runs: 5, parts: [recordsSuite] });
