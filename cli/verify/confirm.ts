/**
 * Finds the differences that persist, by listing the same pages again. Others have causes that are no fault: an event
 * may be late, and a name may change often.
 */
import { ABSENT } from './describe.ts';
import { heldPage } from './held-page.ts';
import { PAGE_NAMES, type Page, type Place, readPage, type Source } from './page.ts';
import { isWithin, type NameDifference, type Range, type SaidOfName } from './part.ts';
import { readName } from './read-name.ts';

export interface Suspects {
  place: Place;
  range: Range;
  names: NameDifference[];
}

export interface Confirmed {
  suspects: Suspects;
  /** Names for which the index still gives the same answer, and S3 still gives another one. */
  different: NameDifference[];
  /** Names for which the index now gives another answer, which also differs. Their events do arrive. */
  changing: number;
  /** Number of names that could not be checked again. */
  unconfirmed: number;
  /** Why. */
  failure?: unknown;
}

/** Events usually take seconds, sometimes longer. */
const CONFIRM_AFTER_MS = [2_000, 5_000, 15_000];

/** @throws the signal's reason when the command is interrupted. */
export async function confirm(
  all: readonly Suspects[],
  { signal, wait }: Pick<Place, 'signal' | 'wait'>,
): Promise<Confirmed[]> {
  const counts = { changing: 0, unconfirmed: 0 };
  const states = all.map((suspects): Confirmed => ({ suspects, different: suspects.names, ...counts }));
  for (const ms of CONFIRM_AFTER_MS) {
    const left = states.filter(({ different, failure }) => different.length > 0 && failure === undefined);
    if (left.length === 0) break;
    signal.throwIfAborted();
    await wait(ms);
    for (const state of left) await checkAgain(state);
  }
  return states.map((state) => ({ ...state, ...settled(state) }));
}

/** Drops the names about which index and S3 now agree, or about which the index has no answer any more. */
async function checkAgain(state: Confirmed): Promise<void> {
  const { place, range } = state.suspects;
  try {
    // S3 is read after the index, as in the comparison.
    const held = await readNames(place, range, { names: state.different, from: 'index' });
    const fresh = await readNames(place, range, { names: state.different, from: 's3' });
    state.different = state.different.flatMap(({ name }): NameDifference[] => {
      const [index, s3] = [held.get(name), fresh.get(name)];
      if (!index || !s3 || index.said === s3.said) return [];
      return [{ name, index: index.said, s3: s3.said, ageSeconds: index.ageSeconds }];
    });
  } catch (failure) {
    state.failure = failure;
  }
}

function settled({
  suspects,
  different,
  failure,
}: Confirmed): Pick<Confirmed, 'different' | 'changing' | 'unconfirmed'> {
  const before = new Map(suspects.names.map(({ name, index }) => [name, index]));
  const same = different.filter(({ name, index }) => before.get(name) === index);
  return failure === undefined
    ? { different: same, changing: different.length - same.length, unconfirmed: 0 }
    : { different: [], changing: 0, unconfirmed: different.length };
}

interface Wanted {
  names: readonly NameDifference[];
  from: Source;
}

/** By name. Names that the page does not cover are read one by one. */
async function readNames(
  place: Place,
  range: Range,
  { names, from }: Wanted,
): Promise<Map<string, SaidOfName>> {
  const { after } = range;
  const page = await (from === 'index'
    ? heldPage(place, after)
    : readPage(place, { after, limit: PAGE_NAMES, from }));
  const found = new Map<string, SaidOfName>();
  for (const { name } of names) {
    const said =
      page && isCovered(page, range, name) ? saidIn(page, name) : await readName(place, name, from);
    if (said) found.set(name, said);
  }
  return found;
}

function isCovered({ through }: Page, { after }: Range, name: string): boolean {
  return isWithin({ after, through }, name);
}

function saidIn({ said, ageSeconds }: Page, name: string): SaidOfName {
  return { said: said.get(name) ?? ABSENT, ageSeconds };
}
