/**
 * Compares the index with S3. Both are read through the service: what it would answer without asking S3, and what S3
 * answers now. The service stores nothing of this, so the index does not change.
 */
import { comparedPages } from './compare-directory.ts';
import { confirm, type Suspects } from './confirm.ts';
import { isOutage } from './is-outage.ts';
import { isRefusal } from './is-refusal.ts';
import type { Place } from './page.ts';
import type { NameDifference } from './part.ts';

export interface Difference extends Omit<NameDifference, 'name'> {
  key: string;
}

/** A directory that could not be compared, or not completely. */
export interface Failure {
  prefix: string;
  cause: unknown;
}

export interface Verified {
  /** Directories of which the index holds at least a part. That part was compared. */
  directories: number;
  /** Those of them of which it does not hold another part: it is void, has expired, or was never read. */
  partlyHeld: number;
  /** Directories of which the index holds nothing. There, no stored listing can be wrong. */
  notHeld: number;
  /** Names that were compared. */
  names: number;
  /** Names for which the index held no answer. */
  namesNotHeld: number;
  /** Directories in which names were skipped, and of which the index holds nothing elsewhere. */
  notChecked: number;
  /** Names that were skipped, because the index held no answer for many names in a row before them. */
  namesNotChecked: number;
  differences: Difference[];
  /** Names that changed in the index and in S3 while they were checked. */
  changing: number;
  /** Names that differed, and could not be checked again. */
  unconfirmed: number;
  failures: Failure[];
  /**
   * Known directories that were not read, or not to the end, because the command was interrupted or too many failed in
   * a row.
   */
  notReached: number;
  /** Every directory was reached, none failed, and no name was skipped. */
  complete: boolean;
}

export interface VerifyOptions extends Omit<Place, 'mayBeAbsent'> {
  recursive: boolean;
  onProgress: (verified: Verified) => void;
  /** Called as soon as differences are confirmed. */
  onDifferences: (differences: Difference[]) => Promise<void>;
}

/** Pages with suspects that are confirmed together, so that they share the waits. */
const CONFIRM_AT_ONCE = 100;
/** The service, the table or S3 is down. */
const MAX_OUTAGES_IN_A_ROW = 5;

/** @throws S3dexError when the service refuses the first request. */
export async function verifyTree(options: VerifyOptions): Promise<Verified> {
  const verified: Verified = {
    ...{ directories: 0, partlyHeld: 0, notHeld: 0, names: 0, namesNotHeld: 0 },
    ...{ notChecked: 0, namesNotChecked: 0, differences: [], changing: 0, unconfirmed: 0 },
    ...{ failures: [], notReached: 0, complete: false },
  };
  const waiting: Waiting[] = [{ prefix: options.prefix, mayBeAbsent: true }];
  let suspects: Suspects[] = [];
  let outagesInARow = 0;
  while (waiting.length > 0 && outagesInARow < MAX_OUTAGES_IN_A_ROW && !options.signal.aborted) {
    const found = await compareDirectory({ ...options, ...waiting.pop()! }, verified);
    suspects.push(...found.suspects);
    if (options.recursive) waiting.push(...found.below);
    outagesInARow = isOutage(found.failure) ? outagesInARow + 1 : 0;
    if (suspects.length >= CONFIRM_AT_ONCE) {
      await confirmAll(options, verified, suspects);
      suspects = [];
    }
    options.onProgress(verified);
  }
  await confirmAll(options, verified, suspects);
  verified.notReached += waiting.length;
  verified.complete =
    verified.notReached + verified.failures.length + verified.namesNotChecked === 0 &&
    !options.signal.aborted;
  return verified;
}

/** A directory that is not yet compared. */
type Waiting = Pick<Place, 'prefix' | 'mayBeAbsent'>;

interface Found {
  suspects: Suspects[];
  /** The directories in it. */
  below: Waiting[];
  failure?: unknown;
}

/** Adds what was compared to `verified`, also if a later page fails. */
async function compareDirectory(place: Place, verified: Verified): Promise<Found> {
  const { prefix } = place;
  const found: Found = { suspects: [], below: [] };
  let [isHeld, isWhole, isChecked] = [false, true, true];
  try {
    for await (const page of comparedPages(place)) {
      isHeld ||= page.isHeld;
      isWhole &&= page.isHeld && page.namesNotHeld + page.namesNotChecked === 0;
      isChecked &&= page.namesNotChecked === 0;
      verified.names += page.names;
      verified.namesNotHeld += page.namesNotHeld;
      verified.namesNotChecked += page.namesNotChecked;
      if (page.suspects.length > 0) found.suspects.push({ place, range: page.range, names: page.suspects });
      for (const { name, mayBeAbsent } of page.directories) {
        found.below.push({ prefix: prefix + name, mayBeAbsent });
      }
    }
  } catch (cause) {
    const isFirst = !isHeld && verified.directories + verified.notHeld + verified.failures.length === 0;
    // All other requests would be refused too, and nothing was compared.
    if (isFirst && isRefusal(cause)) throw cause;
    found.failure = cause;
    if (place.signal.aborted) verified.notReached++;
    else verified.failures.push({ prefix, cause });
  }
  if (isHeld) verified.directories++;
  else if (!isChecked) verified.notChecked++;
  else if (found.failure === undefined) verified.notHeld++;
  if (isHeld && !isWhole) verified.partlyHeld++;
  return found;
}

async function confirmAll(options: VerifyOptions, verified: Verified, suspects: Suspects[]): Promise<void> {
  const { signal } = options;
  const confirmed = await confirm(suspects, options).catch((error: unknown) => {
    // An interrupted command still reports what was confirmed before.
    if (signal.aborted) return undefined;
    throw error;
  });
  if (!confirmed) {
    verified.unconfirmed += suspects.reduce((sum, { names }) => sum + names.length, 0);
    return;
  }
  for (const { suspects: asked, ...result } of confirmed) {
    const { prefix } = asked.place;
    const differences = result.different.map(({ name, ...it }) => ({ key: prefix + name, ...it }));
    verified.differences.push(...differences);
    verified.changing += result.changing;
    verified.unconfirmed += result.unconfirmed;
    if (result.failure !== undefined && !signal.aborted) {
      verified.failures.push({ prefix, cause: result.failure });
    }
    await options.onDifferences(differences);
  }
}
