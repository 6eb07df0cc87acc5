/** The calls of the listing function for recursive listings, usage, and the fills of the API. */
import type { EndpointName } from './call-sites.ts';
import { beginFill, begun, cancelFill, deliverAll, fillStatus, usage } from './fill-questions.ts';
import { listing, type Question } from './questions.ts';
import { DIR, keyOf, keys, type ListingRow, tell, until } from './row.ts';
import type { Stage } from './stage.ts';

const BELOW: Question = listing({ prefix: '', recursive: true });

const asks = (
  endpoint: EndpointName,
  site: string,
  during: string,
  prepare: ListingRow['prepare'],
): ListingRow => ({
  ...{ handler: 'listing', endpoint, site, during, prepare },
  errors: endpoint === 'dynamodb' ? 'never' : 's3',
});

const ofFills = (...given: Parameters<typeof asks>): ListingRow => ({
  ...asks(...given),
  errors: 'index',
  usesFills: true,
  noHits: true,
});

const TREE = [...keys(6), `${DIR}sub/x`, `${DIR}sub/deep/y`, 'other/z'];

async function cold(stage: Stage, objects = TREE): Promise<void> {
  stage.put(...objects);
  stage.takeEvents();
}

/** The tree is in the index, and some names have changed since. */
async function warmWithMarks(stage: Stage, question: Question): Promise<void> {
  await cold(stage);
  await until('the index holds the tree', async () => {
    const { outcome, note } = await question(stage, stage.ground.healthy, []);
    if (outcome === 'wrong') throw new Error(`while preparing: ${note}`);
    return outcome === 'index';
  });
  stage.put(keyOf(3), `${DIR}sub/new`);
  stage.remove(keyOf(5));
  await tell(stage);
}

async function listsBelowWithMarks(stage: Stage) {
  await warmWithMarks(stage, BELOW);
  return { ask: BELOW };
}

async function sumsWithMarks(stage: Stage) {
  await warmWithMarks(stage, usage(''));
  return { ask: usage(DIR) };
}

async function listsBelowCold(stage: Stage) {
  await cold(stage);
  return { ask: BELOW };
}

async function sumsCold(stage: Stage) {
  await cold(stage);
  return { ask: usage(DIR) };
}

/** More objects than one LIST returns (1,000 names). */
const MORE_THAN_A_PAGE = 1_020;

async function beginsFill(stage: Stage) {
  await cold(stage);
  return { ask: beginFill() };
}

/** All ranges are done, but nobody has been told yet that the fill is complete. */
async function readsCompleteFill(stage: Stage) {
  await cold(stage);
  const id = await begun(stage);
  await deliverAll(stage, stage.ground.healthy);
  return { ask: fillStatus(id) };
}

async function cancelsFill(stage: Stage) {
  await cold(stage);
  return { ask: cancelFill(await begun(stage)) };
}

export const TREE_ROWS: ListingRow[] = [
  asks('dynamodb', 'Query chunks from start', 'list recursive', listsBelowWithMarks),
  asks('dynamodb', 'Query records', 'list recursive', listsBelowWithMarks),
  asks('dynamodb', 'UpdateItem tree watch', 'list recursive, cold', listsBelowCold),
  asks('dynamodb', 'PutItem chunk', 'list recursive, cold', listsBelowCold),
  asks('dynamodb', 'Query chunk at or before', 'usage', sumsWithMarks),
  asks('dynamodb', 'Query records', 'usage', sumsWithMarks),
  asks('dynamodb', 'PutItem chunk', 'usage, cold', sumsCold),
  asks('s3', 'LIST flat', 'list recursive, cold', listsBelowCold),
  asks('s3', 'LIST flat', 'usage, cold', sumsCold),
  asks('s3', 'LIST flat next page', 'usage of many objects', async (stage) => {
    await cold(stage, keys(MORE_THAN_A_PAGE));
    return { ask: usage(DIR) };
  }),
  ofFills('dynamodb', 'PutItem fill range', 'begin a fill', beginsFill),
  ofFills('dynamodb', 'PutItem fill', 'begin a fill', beginsFill),
  ofFills('sqs', 'SendMessage', 'begin a fill', beginsFill),
  ofFills('dynamodb', 'GetItem fill', 'progress of a fill', readsCompleteFill),
  ofFills('dynamodb', 'Query fill ranges', 'progress of a fill', readsCompleteFill),
  ofFills('dynamodb', 'UpdateItem fill end', 'progress of a fill', readsCompleteFill),
  ofFills('dynamodb', 'GetItem fill', 'cancel a fill', cancelsFill),
  ofFills('dynamodb', 'UpdateItem fill end', 'cancel a fill', cancelsFill),
];
