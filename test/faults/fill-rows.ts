/**
 * The calls of the fill function. Failed messages are delivered again, until the fill is complete or has failed for a
 * reason that another attempt does not remove.
 */
import type { EndpointName } from './call-sites.ts';
import { begun } from './fill-questions.ts';
import { DIR, type FillRow, keys } from './row.ts';
import type { Stage } from './stage.ts';

const fillsAt = (
  endpoint: EndpointName,
  site: string,
  during: string,
  prepare: FillRow['prepare'],
): FillRow => ({ handler: 'fill', endpoint, site, during, prepare, usesFills: true });

async function begin(stage: Stage, objects: string[]) {
  stage.put(...objects);
  stage.takeEvents();
  return { id: await begun(stage) };
}

const small = (stage: Stage) => begin(stage, [...keys(6), `${DIR}sub/x`, `${DIR}sub/deep/y`, 'other/z']);

/** After this many names (three LISTs), a worker gives parts of its range to others. */
const BEFORE_SHARING = 3_000;

/** Enough names for a worker to divide its range at directories. */
const large = (stage: Stage) => begin(stage, [...keys(BEFORE_SHARING + 20), 'e/1', 'f/2', 'g/3']);

export const FILL_ROWS: FillRow[] = [
  fillsAt('dynamodb', 'GetItem fill', 'a fill', small),
  fillsAt('dynamodb', 'GetItem fill range', 'a fill', small),
  fillsAt('dynamodb', 'GetItem bucket', 'a fill', small),
  fillsAt('dynamodb', 'UpdateItem watch below', 'a fill', small),
  fillsAt('dynamodb', 'UpdateItem tree watch', 'a fill', small),
  fillsAt('dynamodb', 'Query chunks from start', 'a fill', small),
  fillsAt('dynamodb', 'PutItem chunk', 'a fill', small),
  fillsAt('dynamodb', 'PutItem fill range', 'a fill', small),
  fillsAt('s3', 'LIST flat', 'a fill', small),
  fillsAt('s3', 'LIST flat next page', 'a fill of many names', large),
  fillsAt('s3', 'LIST', 'a fill that is divided', large),
  fillsAt('dynamodb', 'Query fill ranges', 'a fill that is divided', large),
  fillsAt('sqs', 'SendMessage', 'a fill that is divided', large),
];
