/**
 * The latest observation wins. The objects of one directory change without events, and S3 is asked for one name of
 * it. The LIST also returns all other names, and the index stores them. After that, no instance may answer anything
 * older.
 */
import { ask } from './ask.ts';
import { type Asking, NOTICE_MS } from './asking.ts';
import type { ReaderLambda } from './lambdas.ts';
import { listOne } from './list-one.ts';
import { ORDINARY } from './questions.ts';
import { WORLD } from './scheduler.ts';
import type { Writers } from './writers.ts';

/** The maximum number of names that are asked about. Large directories have more. */
const MOST_NAMES = 12;
/** The time that the page must still be valid, because an older record may live longer than the page. */
const LONG_ENOUGH_MS = 1_000;

export async function checkLatest(probe: {
  asking: Asking;
  writers: Writers;
  lambdas: readonly ReaderLambda[];
}): Promise<void> {
  const { asking, writers, lambdas } = probe;
  const directory = writers.changeUntold();
  if (directory === undefined) return;
  // If two observations are further apart than the clocks, the later one also has the later time. In addition, for
  // about a second after the bucket's item vanished, two instances may have different epochs.
  await asking.scheduler.sleep(NOTICE_MS + 2 * asking.clockMarginMs + 1, WORLD);
  const leftMs = await listOne(asking, lambdas[0]!, { directory, recursive: false });
  if (leftMs <= LONG_ENOUGH_MS) return;
  const names = [...asking.truth.names(directory)].filter((name) => name !== '' && !name.endsWith('/'));
  for (const lambda of new Set(lambdas)) {
    const manner = { freshness: ORDINARY, choose: async () => lambda, exact: true };
    for (const name of names.slice(-MOST_NAMES))
      await ask(asking, { kind: 'stat', key: directory + name, full: false }, manner);
    await ask(asking, { kind: 'list', directory, filter: '', limits: () => 1_000 }, manner);
  }
}
