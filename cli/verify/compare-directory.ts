/**
 * Compares the stored listing of one directory with S3, page by page. S3 is read after the index, so that a newer
 * state is compared with an older one.
 */
import { ABSENT } from './describe.ts';
import { heldPage } from './held-page.ts';
import { type Held, heldParts } from './held-parts.ts';
import { type Asked, PAGE_NAMES, type Page, type Place, readPage } from './page.ts';
import {
  differencesOf,
  earlierEnd,
  isWithin,
  type NameDifference,
  namesOf,
  partOf,
  type Range,
} from './part.ts';
import { glanceAtName } from './read-name.ts';

export interface ComparedPage {
  range: Range;
  /** Different names. They may have changed between the two reads, or their event may still arrive. */
  suspects: NameDifference[];
  /** Number of names for which the index held an answer. */
  names: number;
  namesNotHeld: number;
  /** Number of names that were skipped. The index may hold an answer for them. */
  namesNotChecked: number;
  /** Whether the index held anything of the page. */
  isHeld: boolean;
  /** The directories in it, as the index and S3 list them. `mayBeAbsent`: the index may hold that they do not exist. */
  directories: { name: string; mayBeAbsent: boolean }[];
}

/** Maximum number of pages of one listing. A listing with more pages grows faster than it is read. */
const MAX_PAGES = 100_000;

/** @throws S3dexError or IndexSilent when S3, the index or the service does not answer. */
export async function* comparedPages(place: Place): AsyncGenerator<ComparedPage, void, void> {
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const compared = await comparePage(place, after);
    yield compared;
    after = compared.range.through;
    if (after === undefined) return;
  }
  throw new Error(`the directory has more than ${MAX_PAGES} pages`);
}

async function comparePage(place: Place, after: string | undefined): Promise<ComparedPage> {
  const read = (from: Asked['from']) => readPage(place, { after, limit: PAGE_NAMES, from });
  const whole = await heldPage(place, after);
  if (whole) {
    const fresh = (await read('s3'))!;
    const range = { after, through: earlierEnd(whole.through, fresh.through) };
    return comparedPage(range, { ...NOTHING, parts: [partOf(whole, range)], read: whole, fresh });
  }
  const usual = (await read('reader'))!;
  const range = { after, through: usual.through };
  // S3 has just been asked for all of it.
  if (usual.isMiss && !(await isHeldAsEmpty(place, after, usual)))
    return comparedPage(range, { ...NOTHING, read: usual, fresh: usual });
  const fresh = (await read('s3'))!;
  range.through = earlierEnd(usual.through, fresh.through);
  const names = namesOf(usual.said, fresh.said).filter((name) => isWithin(range, name));
  return comparedPage(range, { ...(await heldParts(place, range, names)), read: usual, fresh });
}

/**
 * The service also asks S3 for all of a directory that is empty according to the index, if only several observations
 * together show that. Then the index holds that every name is absent, so one of them is asked for.
 */
async function isHeldAsEmpty(place: Place, after: string | undefined, { said }: Page): Promise<boolean> {
  const [first] = said.keys();
  if (after !== undefined || first === undefined) return false;
  return (await glanceAtName(place, first))?.said === ABSENT;
}

const NOTHING: Held = { parts: [], notChecked: new Set() };

/** `parts`: what the index holds. */
interface Read extends Held {
  /** What a reader gets. It may show names between the parts. */
  read: Page;
  fresh: Page;
}

function comparedPage(range: Range, { parts, notChecked, read, fresh }: Read): ComparedPage {
  const known = namesOf(read.said, fresh.said, ...parts.map(({ said }) => said)).filter((name) =>
    isWithin(range, name),
  );
  const held = known.filter((name) => parts.some(({ covers }) => covers(name)));
  const isHeldAbsent = (name: string) => parts.some(({ covers, said }) => covers(name) && !said.has(name));
  // A part decides about its names, also if a reader gets another answer.
  const differences = [partOf(read, range), ...parts].flatMap((part) => differencesOf(part, fresh));
  return {
    range,
    suspects: [...new Map(differences.map((it) => [it.name, it])).values()],
    names: held.length,
    namesNotHeld: known.length - held.length - notChecked.size,
    namesNotChecked: notChecked.size,
    isHeld: parts.length > 0,
    directories: known
      .filter((name) => name.endsWith('/'))
      .map((name) => ({ name, mayBeAbsent: isHeldAbsent(name) || notChecked.has(name) })),
  };
}
