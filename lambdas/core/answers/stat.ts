/** Stat: returns an object, or a directory with its totals. */
import { byteLength } from '../../../shared/byte-length.ts';
import { DELIMITER, MAX_KEY_BYTES } from '../../../shared/keys.ts';
import { type LookedUp, lookup } from '../index/lookup.ts';
import { placeOfKey } from '../model/names.ts';
import { type Answer, type Failed, failed, isFailed } from '../questions/answer.ts';
import type { Stat, StatQuestion } from '../questions/stat.ts';
import { answerInTime } from '../request/answer-in-time.ts';
import { fold, NO_EVIDENCE, type WithEvidence } from '../request/evidence.ts';
import type { Instance } from '../request/instance.ts';
import { ReadContext } from '../request/read-context.ts';
import { atDirectory, type ScopeContext } from '../request/scope-context.ts';
import { type Detail, type ObjectPresent, seeObject } from './see-object.ts';
import { countDirectory } from './totals.ts';

export const NO_SUCH_KEY: Failed = failed(
  'no-such-key',
  'There is no object and no directory with this key.',
);

export async function stat(instance: Instance, question: StatQuestion): Promise<Answer<Stat>> {
  const context = ReadContext.open(instance, question, question.bucket.statLifeMs);
  const detail = question.full ? 'full' : 'entry';
  return answerInTime(context, () => statKey(context, question.key, detail));
}

/** Answers one key, as a part of a question. */
export async function statKey(
  context: ReadContext,
  key: string,
  detail: Detail,
): Promise<WithEvidence<Stat | Failed>> {
  if (key === '' || key.endsWith(DELIMITER)) return statDirectory(context, key);
  const { prefix, name } = placeOfKey(key);
  const at = atDirectory(context, prefix);
  const { value: seen, evidence } = await seeObject(at, name, detail);
  if (isFailed(seen)) return { value: seen, evidence };
  if (seen.outcome === 'present') return { value: objectStat(key, seen), evidence };
  const directory = await statDirectoryNamed(at, name, seen.directory);
  return { value: directory.value, evidence: fold(evidence, directory.evidence) };
}

export function objectStat(key: string, { entry, detail }: ObjectPresent): Stat {
  return { type: 'object', key, entry, detail };
}

/**
 * Stats the directory `name/`, if no object has the name `name`. The parent's page may already show that the
 * directory does not exist. `looked`: what the index says about it, if that was already read.
 */
export async function statDirectoryNamed(
  parent: ScopeContext,
  name: string,
  looked: WithEvidence<LookedUp> | undefined,
): Promise<WithEvidence<Stat | Failed>> {
  const prefix = parent.scope.prefix + name + DELIMITER;
  if (!canBeKey(prefix)) return { value: NO_SUCH_KEY, evidence: NO_EVIDENCE };
  const { value: known, evidence } = looked ?? (await lookup(parent, name + DELIMITER));
  if (known.state === 'absent') return { value: NO_SUCH_KEY, evidence };
  const directory = await statDirectory(parent.question, prefix);
  return { value: directory.value, evidence: fold(evidence, directory.evidence) };
}

export function canBeKey(text: string): boolean {
  return byteLength(text) <= MAX_KEY_BYTES;
}

export async function statDirectory(
  context: ReadContext,
  prefix: string,
): Promise<WithEvidence<Stat | Failed>> {
  const { value: counted, evidence } = await countDirectory(context, prefix);
  if (isFailed(counted)) return { value: counted, evidence };
  if (counted.empty) return { value: NO_SUCH_KEY, evidence };
  return { value: { type: 'directory', key: prefix, totals: counted.totals }, evidence };
}
