/**
 * Compares the index with S3. Both are read through the service: what it would answer without asking S3, and what S3
 * answers now. The service stores nothing of this, so the index does not change.
 */
import { comparedPages } from './compare-directory.ts';
import { confirm, type Suspects } from './confirm.ts';
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
  differences: Difference[];
  /** Names that changed in the index and in S3 while they were checked. */
  changing: number;
  failures: Failure[];
  /** Known directories that were not read, because the command was interrupted or too many failed in a row. */
  notReached: number;
  /** Every directory was reached, and none failed. */
  complete: boolean;
}

export interface VerifyOptions extends Place {
  recursive: boolean;
  onProgress: (verified: Verified) => void;
  /** Called as soon as differences are confirmed. */
  onDifferences: (differences: Difference[]) => Promise<void>;
}

/** Pages with suspects that are confirmed together, so that they share the waits. */
const CONFIRM_AT_ONCE = 100;
/** The service or S3 is down. */
const MAX_FAILURES_IN_A_ROW = 5;

/** @throws S3dexError when the service refuses the first request. */
export async function verifyTree(options: VerifyOptions): Promise<Verified> {
  const verified: Verified = {
    ...{ directories: 0, partlyHeld: 0, notHeld: 0, names: 0, namesNotHeld: 0 },
    ...{ differences: [], changing: 0, failures: [], notReached: 0, complete: false },
  };
  const waiting = [options.prefix];
  let suspects: Suspects[] = [];
  let failuresInARow = 0;
  while (waiting.length > 0 && failuresInARow < MAX_FAILURES_IN_A_ROW && !options.signal.aborted) {
    const prefix = waiting.pop()!;
    const found = await compareDirectory({ ...options, prefix }, verified);
    suspects.push(...found.suspects);
    if (options.recursive) waiting.push(...found.below);
    failuresInARow = found.failed ? failuresInARow + 1 : 0;
    if (suspects.length >= CONFIRM_AT_ONCE) {
      await confirmAll(options, verified, suspects);
      suspects = [];
    }
    options.onProgress(verified);
  }
  await confirmAll(options, verified, suspects);
  verified.notReached = waiting.length;
  verified.complete = waiting.length === 0 && verified.failures.length === 0 && !options.signal.aborted;
  return verified;
}

interface Found {
  suspects: Suspects[];
  /** Prefixes of the directories in it. */
  below: string[];
  failed: boolean;
}

/** Adds what was compared to `verified`, also if a later page fails. */
async function compareDirectory(place: VerifyOptions, verified: Verified): Promise<Found> {
  const { prefix } = place;
  const found: Found = { suspects: [], below: [], failed: false };
  let [isHeld, isWhole] = [false, true];
  try {
    for await (const page of comparedPages(place)) {
      isHeld ||= page.isHeld;
      isWhole &&= page.isHeld && page.namesNotHeld === 0;
      verified.names += page.names;
      verified.namesNotHeld += page.namesNotHeld;
      if (page.suspects.length > 0) found.suspects.push({ place, range: page.range, names: page.suspects });
      for (const name of page.directories) found.below.push(prefix + name);
    }
  } catch (cause) {
    const isFirst = !isHeld && verified.directories + verified.notHeld + verified.failures.length === 0;
    // All other requests would be refused too, and nothing was compared.
    if (isFirst && isRefusal(cause)) throw cause;
    found.failed = true;
    if (!place.signal.aborted) verified.failures.push({ prefix, cause });
  }
  if (isHeld) verified.directories++;
  else if (!found.failed) verified.notHeld++;
  if (isHeld && !isWhole) verified.partlyHeld++;
  return found;
}

async function confirmAll(options: VerifyOptions, verified: Verified, suspects: Suspects[]): Promise<void> {
  if (options.signal.aborted) return;
  const confirmed = await confirm(suspects, options.wait).catch((error: unknown) => {
    // An interrupted command still reports what was confirmed before.
    if (options.signal.aborted) return [];
    throw error;
  });
  for (const { suspects: asked, ...result } of confirmed) {
    const { prefix } = asked.place;
    const differences = result.different.map(({ name, ...it }) => ({ key: prefix + name, ...it }));
    verified.differences.push(...differences);
    verified.changing += result.changing;
    if (result.failure !== undefined) verified.failures.push({ prefix, cause: result.failure });
    await options.onDifferences(differences);
  }
}
