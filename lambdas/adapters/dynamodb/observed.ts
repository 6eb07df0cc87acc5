/** What chunks and observations of single names have in common, as attributes. */
import { crc32 } from 'node:zlib';
import { number, readCount, readText, required, text, Unreadable } from './attributes.ts';
import type { Item } from './keys.ts';
import { FORMAT_VERSION, OBSERVED, PARTITION_KEY, SORT_KEY } from './schema.ts';

export interface ObservedTimes {
  observedAt: number;
  endsAt: number;
  watchedUntil: number;
  epoch: string;
}

/** Attributes of an observation, its checksum over `content` included. */
export function observedAttributes(key: Item, observed: ObservedTimes, content: Content): Item {
  return {
    [OBSERVED.version]: number(FORMAT_VERSION),
    [OBSERVED.observedAt]: number(observed.observedAt),
    [OBSERVED.endsAfter]: number(observed.endsAt - observed.observedAt),
    [OBSERVED.watchedFor]: number(observed.watchedUntil - observed.observedAt),
    [OBSERVED.epoch]: text(observed.epoch),
    [OBSERVED.checksum]: number(checksum(key, observed, content)),
  };
}

/** Reads the times. Throws Unreadable for another version and for times that contradict each other (I1: no end after the watch). */
export function parseTimes(item: Item): ObservedTimes {
  const version = required(readCount(item, OBSERVED.version), OBSERVED.version);
  if (version !== FORMAT_VERSION) throw new Unreadable(`format version ${version}`);
  const observedAt = required(readCount(item, OBSERVED.observedAt), OBSERVED.observedAt);
  const endsAfter = required(readCount(item, OBSERVED.endsAfter), OBSERVED.endsAfter);
  const watchedFor = required(readCount(item, OBSERVED.watchedFor), OBSERVED.watchedFor);
  if (endsAfter > watchedFor) throw new Unreadable('it ends after its watch');
  return {
    observedAt,
    endsAt: observedAt + endsAfter,
    watchedUntil: observedAt + watchedFor,
    epoch: required(readText(item, OBSERVED.epoch), OBSERVED.epoch),
  };
}

/** Every fact of the observation besides its key and times, in an order of the caller's. */
export type Content = readonly (string | number | Uint8Array | undefined)[];

/** Holds an observation to the item, place and content it was written with: a torn or altered one is not read. */
export function verify(item: Item, observed: ObservedTimes, content: Content): void {
  const stored = required(readCount(item, OBSERVED.checksum), OBSERVED.checksum);
  if (stored !== checksum(item, observed, content)) throw new Unreadable('the checksum differs');
}

function checksum(key: Item, observed: ObservedTimes, content: Content): number {
  const facts = [
    key[PARTITION_KEY]?.S,
    key[SORT_KEY]?.S,
    observed.observedAt,
    observed.endsAt,
    observed.watchedUntil,
    observed.epoch,
    ...content.map((part) => (part instanceof Uint8Array ? part.length : (part ?? null))),
  ];
  const binary = content.filter((part) => part instanceof Uint8Array);
  return binary.reduce((sum, part) => crc32(part, sum), crc32(JSON.stringify(facts)));
}
