/** Looking at single names: a HEAD for an object, a LIST of one key for a directory; the answer becomes a record. */

import { recordLifeMs } from '../model/life.ts';
import { type Directory, isDirectoryName } from '../model/names.ts';
import type { Found, Observation } from '../model/record.ts';
import { inParallel } from '../parallel.ts';
import type { Failed } from '../questions.ts';
import type { Engine } from '../request/engine.ts';
import type { Inquiry } from '../request/read-context.ts';
import type { Watch } from './watch.ts';

const LOOKS_AT_ONCE = 32;

export interface Looked {
  outcome: 'looked';
  found: Found;
  observedAt: number;
  endsAt: number;
  stored: boolean;
}

/** Looks at one name. `watch` was read or extended before (I1); without one the answer is not kept. */
export async function look(
  engine: Engine,
  inquiry: Inquiry,
  directory: Directory,
  name: string,
  watch: Watch | undefined,
): Promise<Looked | Failed> {
  const observedAt = engine.clock.now();
  const answer = await ask(engine, inquiry, directory, name);
  if ('outcome' in answer) return answer;
  const found: Found = answer;
  const newestMs = found.says === 'object' ? found.entry.lastModifiedMs : undefined;
  const lifeMs = recordLifeMs(inquiry.bucket, newestMs, observedAt);
  const watchedUntil = watch?.until ?? observedAt;
  const endsAt = Math.min(observedAt + lifeMs, watchedUntil);
  const stored =
    watch !== undefined && endsAt > observedAt && engine.table.canHold(name) && inquiry.storing
      ? await keep(engine, inquiry, directory, name, {
          found,
          observedAt,
          endsAt,
          watchedUntil,
          epoch: inquiry.epoch,
        })
      : false;
  inquiry.fetched({ observedAt, endsAt }, stored);
  return { outcome: 'looked', found, observedAt, endsAt, stored };
}

async function ask(
  engine: Engine,
  inquiry: Inquiry,
  directory: Directory,
  name: string,
): Promise<Found | Failed> {
  const { bucket, prefix } = directory;
  if (isDirectoryName(name)) {
    const answer = await inquiry.s3('list', () => engine.store.peek({ bucket, prefix: prefix + name }));
    if (answer.outcome === 'failed') return answer as Failed;
    return { says: answer.outcome === 'present' ? 'directory' : 'absent' };
  }
  const answer = await inquiry.s3('head', () => engine.store.head({ bucket, key: prefix + name }));
  if (answer.outcome === 'failed') return answer as Failed;
  if (answer.outcome !== 'present') return { says: 'absent' };
  return { says: 'object', entry: answer.entry, detail: answer.detail };
}

async function keep(
  engine: Engine,
  inquiry: Inquiry,
  directory: Directory,
  name: string,
  observation: Observation,
): Promise<boolean> {
  const written = await inquiry.index(async () => {
    await engine.table.writeObservation(directory, name, observation);
    return true;
  });
  return written === true;
}

/** Looks at several names of one directory; the first failure fails all. */
export async function lookAtAll(
  engine: Engine,
  inquiry: Inquiry,
  directory: Directory,
  names: readonly string[],
  watch: Watch | undefined,
): Promise<Map<string, Looked> | Failed> {
  const answers = await inParallel(names, LOOKS_AT_ONCE, (name) =>
    look(engine, inquiry, directory, name, watch),
  );
  const looked = new Map<string, Looked>();
  for (const [i, answer] of answers.entries()) {
    if (answer.outcome === 'failed') return answer;
    looked.set(names[i]!, answer);
  }
  return looked;
}
