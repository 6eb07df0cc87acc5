/** The times and the epoch of an observation (in a chunk or a record) as attributes. */
import { readCount, readText, required, Unreadable } from './attributes.ts';
import type { Item } from './keys.ts';
import { OBSERVED } from './schema.ts';

export interface Observed {
  observedAt: number;
  endsAt: number;
  watchedUntil: number;
  epoch: string;
}

export function observedAttributes({ observedAt, endsAt, watchedUntil, epoch }: Observed): Item {
  return {
    [OBSERVED.observedAt]: observedAt,
    [OBSERVED.endsAfter]: endsAt - observedAt,
    [OBSERVED.watchedFor]: watchedUntil - observedAt,
    [OBSERVED.epoch]: epoch,
  };
}

/** @throws Unreadable when an attribute is invalid, or when the observation ends after its watch (I1). */
export function parseObserved(item: Item): Observed {
  const observedAt = required(readCount(item, OBSERVED.observedAt), OBSERVED.observedAt);
  const endsAfter = required(readCount(item, OBSERVED.endsAfter), OBSERVED.endsAfter);
  const watchedFor = required(readCount(item, OBSERVED.watchedFor), OBSERVED.watchedFor);
  if (endsAfter > watchedFor) throw new Unreadable('it ends after its watch');
  const epoch = required(readText(item, OBSERVED.epoch), OBSERVED.epoch);
  return { observedAt, endsAt: observedAt + endsAfter, watchedUntil: observedAt + watchedFor, epoch };
}
