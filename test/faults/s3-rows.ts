/**
 * The calls of the listing function to S3. When S3 fails, questions are still answered from the index; all other
 * answers are declared errors.
 */
import { MISSES_BEFORE_LIST } from '../../lambdas/core/model/cost.ts';
import { listing, stat, statMany } from './questions.ts';
import { DIR, keyOf, keys, type ListingRow, tell, warm, warmWithVoids } from './row.ts';
import type { Stage } from './stage.ts';

const asksS3 = (site: string, during: string, prepare: ListingRow['prepare']): ListingRow => ({
  handler: 'listing',
  endpoint: 's3',
  site,
  during,
  prepare,
  errors: 's3',
});

async function cold(stage: Stage, objects: string[]): Promise<void> {
  stage.put(...objects);
  stage.takeEvents();
}

/** More objects than one LIST returns (1,000 names). */
const MORE_THAN_A_PAGE = 1_020;
/** Long enough to ask after the end of the life and before the end of its watch, which is half a life later. */
const SHORT_LIFE_SECONDS = 8;
const SLACK_MS = 50;

export const S3_ROWS: ListingRow[] = [
  asksS3('LIST', 'list, cold', async (stage) => {
    await cold(stage, keys(6));
    return { ask: listing({ prefix: DIR }) };
  }),
  asksS3('LIST next page', 'totals of a large directory', async (stage) => {
    await cold(stage, [...keys(3), ...keys(MORE_THAN_A_PAGE).map((key) => `big/${key.slice(DIR.length)}`)]);
    return { ask: stat('big/') };
  }),
  {
    ...asksS3('LIST', 'list, an ended page is held', async (stage) => {
      await cold(stage, keys(6));
      await warm(stage, DIR, stage.subject);
      await new Promise((resolve) => setTimeout(resolve, SHORT_LIFE_SECONDS * 1000 + SLACK_MS));
      return { ask: listing({ prefix: DIR }) };
    }),
    listTtlSeconds: SHORT_LIFE_SECONDS,
  },
  asksS3('LIST', 'totals of a directory', async (stage) => {
    await cold(stage, [...keys(6), `${DIR}sub/x`]);
    return { ask: stat(DIR) };
  }),
  asksS3('LIST', 'stat many', async (stage) => {
    await cold(stage, keys(MISSES_BEFORE_LIST + 8));
    return { ask: statMany([...keys(MISSES_BEFORE_LIST + 4), `${DIR}none`]) };
  }),
  asksS3('LIST peek', 'list, a void directory name', async (stage) => {
    await cold(stage, keys(6));
    await warm(stage, DIR);
    stage.put(`${DIR}sub/x`);
    await tell(stage);
    return { ask: listing({ prefix: DIR }) };
  }),
  asksS3('HEAD', 'list, void names', async (stage) => {
    await warmWithVoids(stage);
    return { ask: listing({ prefix: DIR }) };
  }),
  asksS3('HEAD', 'stat, cold', async (stage) => {
    await cold(stage, keys(6));
    return { ask: stat(keyOf(4)) };
  }),
  asksS3('HEAD', 'stat with detail=full', async (stage) => {
    await cold(stage, keys(6));
    await warm(stage, DIR);
    return { ask: stat(keyOf(4), true) };
  }),
];
