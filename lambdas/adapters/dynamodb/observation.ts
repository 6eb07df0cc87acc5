/** The observation in a record, as attributes. They are written together and are valid only together. */
import { crc32 } from 'node:zlib';
import type { Observation } from '../../core/model/record.ts';
import { readCount, readText, required, Unreadable } from './attributes.ts';
import { foundText, parseFound } from './found.ts';
import type { Item } from './keys.ts';
import { type Observed, observedAttributes, parseObserved } from './observed.ts';
import { OBSERVATION, OBSERVATION_VERSION, PARTITION_KEY, SORT_KEY } from './schema.ts';

export function observationAttributes(key: Item, observation: Observation): Item {
  const found = foundText(observation.found);
  return {
    ...observedAttributes(observation),
    [OBSERVATION.version]: OBSERVATION_VERSION,
    [OBSERVATION.found]: found,
    [OBSERVATION.checksum]: checksum(key, observation, found),
  };
}

/**
 * Returns `undefined` for a record that has only marks.
 * @throws Unreadable when the attributes are not what this version writes for this name.
 */
export function parseObservation(item: Item, name: string): Observation | undefined {
  if (Object.values(OBSERVATION).every((attribute) => item[attribute] === undefined)) return undefined;
  const version = required(readCount(item, OBSERVATION.version), OBSERVATION.version);
  if (version !== OBSERVATION_VERSION) throw new Unreadable(`version ${version}`);
  const observed = parseObserved(item);
  const found = required(readText(item, OBSERVATION.found), OBSERVATION.found);
  const stored = required(readCount(item, OBSERVATION.checksum), OBSERVATION.checksum);
  if (stored !== checksum(item, observed, found)) throw new Unreadable('the checksum differs');
  return { found: parseFound(found, name), ...observed };
}

function checksum(key: Item, { observedAt, endsAt, watchedUntil, epoch }: Observed, found: string): number {
  const place = [key[PARTITION_KEY], key[SORT_KEY]];
  return crc32(JSON.stringify([...place, observedAt, endsAt, watchedUntil, epoch, found]));
}
