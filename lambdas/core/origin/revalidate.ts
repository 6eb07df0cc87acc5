/** Looking at single names: a HEAD for an object, a LIST of one key for a directory; the answer becomes a record. */

import { inParallel } from '../../../shared/in-parallel.ts';
import { recordLifeMs } from '../model/life.ts';
import { type Directory, isDirectoryName } from '../model/names.ts';
import type { HeadResult, Observation } from '../model/record.ts';
import type { Failed } from '../questions/answer.ts';
import type { Engine } from '../request/engine.ts';
import type { ReadContext } from '../request/read-context.ts';
import type { Watch } from './watch.ts';

const LOOKS_AT_ONCE = 32;

export interface Revalidated {
  outcome: 'looked';
  found: HeadResult;
  observedAt: number;
  endsAt: number;
  stored: boolean;
}

/** Looks at one name. `watch` was read or extended before (I1); without one the answer is not kept. */
export async function look(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  name: string,
  watch: Watch | undefined,
): Promise<Revalidated | Failed> {
  const observedAt = engine.clock.now();
  const answer = await ask(engine, context, directory, name);
  if ('outcome' in answer) return answer;
  const found: HeadResult = answer;
  const newestMs = found.says === 'object' ? found.entry.lastModifiedMs : undefined;
  const lifeMs = recordLifeMs(context.bucket, newestMs, observedAt);
  const watchedUntil = watch?.until ?? observedAt;
  const endsAt = Math.min(observedAt + lifeMs, watchedUntil);
  const stored =
    watch !== undefined && endsAt > observedAt && engine.table.canHold(name) && context.storing
      ? await keep(engine, context, directory, name, {
          found,
          observedAt,
          endsAt,
          watchedUntil,
          epoch: context.epoch,
        })
      : false;
  context.fetched({ observedAt, endsAt }, stored);
  return { outcome: 'looked', found, observedAt, endsAt, stored };
}

async function ask(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  name: string,
): Promise<HeadResult | Failed> {
  const { bucket, prefix } = directory;
  if (isDirectoryName(name)) {
    const answer = await context.s3('list', () => engine.store.peek({ bucket, prefix: prefix + name }));
    if (answer.outcome === 'failed') return answer as Failed;
    return { says: answer.outcome === 'present' ? 'directory' : 'absent' };
  }
  const answer = await context.s3('head', () => engine.store.head({ bucket, key: prefix + name }));
  if (answer.outcome === 'failed') return answer as Failed;
  if (answer.outcome !== 'present') return { says: 'absent' };
  return { says: 'object', entry: answer.entry, detail: answer.detail };
}

async function keep(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  name: string,
  observation: Observation,
): Promise<boolean> {
  const written = await context.index(async () => {
    await engine.table.writeObservation(directory, name, observation, context.latestAt);
    return true;
  });
  return written === true;
}

/** Looks at several names of one directory; the first failure fails all. */
export async function revalidateAll(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  names: readonly string[],
  watch: Watch | undefined,
): Promise<Map<string, Revalidated> | Failed> {
  const answers = await inParallel(names, LOOKS_AT_ONCE, (name) =>
    look(engine, context, directory, name, watch),
  );
  const looked = new Map<string, Revalidated>();
  for (const [i, answer] of answers.entries()) {
    if (answer.outcome === 'failed') return answer;
    looked.set(names[i]!, answer);
  }
  return looked;
}
