/**
 * The calls of the invalidation function. Failed messages are delivered again, after which all answers are correct.
 */
import type { EndpointName } from './call-sites.ts';
import { DIR, type InvalidationRow, keyOf, keys, warm } from './row.ts';
import type { Stage } from './stage.ts';

const asksFor = (
  endpoint: EndpointName,
  site: string,
  during: string,
  prepare: InvalidationRow['prepare'],
): InvalidationRow => ({ handler: 'invalidation', endpoint, site, during, prepare });

async function held(stage: Stage, objects: string[], prefixes: string[]): Promise<void> {
  stage.put(...objects);
  stage.takeEvents();
  for (const prefix of prefixes) await warm(stage, prefix);
}

const NESTED = `${DIR}e/only`;

/** Removes the last object of a directory, and with it the directory. */
async function lastOneRemoved(stage: Stage) {
  await held(stage, [...keys(3), NESTED], [DIR, `${DIR}e/`]);
  stage.remove(NESTED);
  return { messages: stage.takeEvents() };
}

async function severalChanged(stage: Stage) {
  await held(stage, keys(6), [DIR]);
  stage.put(keyOf(3), `${DIR}sub/x`);
  stage.remove(keyOf(5));
  return { messages: stage.takeEvents() };
}

/** A key that is too long for a sort key: it has S3's 1,024 bytes and begins with the escape character. */
const UNHOLDABLE = `\x01${'x'.repeat(1023)}`;

export const INVALIDATION_ROWS: InvalidationRow[] = [
  asksFor('dynamodb', 'BatchGetItem heads', 'changes', severalChanged),
  asksFor('dynamodb', 'UpdateItem mark', 'changes', severalChanged),
  asksFor('dynamodb', 'GetItem bucket', 'last removal', lastOneRemoved),
  asksFor('dynamodb', 'Query records', 'last removal', lastOneRemoved),
  asksFor('dynamodb', 'Query chunks from start', 'last removal', lastOneRemoved),
  asksFor('dynamodb', 'UpdateItem floor', 'a name no key can hold', async (stage) => {
    await held(stage, ['a', 'b'], ['']);
    stage.put(UNHOLDABLE);
    stage.remove('b');
    return { messages: stage.takeEvents() };
  }),
  asksFor('sqs', 'SendMessage', 'an unreadable message', async (stage) => {
    await held(stage, keys(3), [DIR]);
    stage.put(keyOf(1));
    const unreadable = `not an event of ${stage.bucket}`;
    return {
      messages: [...stage.takeEvents(), { messageId: 'unreadable', body: unreadable }],
      unreadable,
    };
  }),
];
