/** What `s3dex verify` prints. */
import { S3dexError } from '../../contract/client.ts';
import { s3Url } from '../s3-url.ts';
import type { Session } from '../session.ts';
import { count, duration, plural } from '../text/quantities.ts';
import type { Difference, Failure, Verified } from './verify-tree.ts';

export interface Result {
  bucket: string;
  prefix: string;
  /** How the bucket's changes reach the index. Absent if the caller may not read it. */
  events?: string | undefined;
  verified: Verified;
  /** All differences were invalidated. */
  repaired: boolean;
}

/** With --json, the differences are a part of the result. */
export async function printDifferences(session: Session, differences: readonly Difference[]): Promise<void> {
  if (session.options.json) return;
  for (const { key, index, s3, ageSeconds } of differences) {
    const age = ageSeconds === undefined ? '' : ` (${duration(ageSeconds)} old)`;
    await session.say(`${session.shown(key)}: the index says ${index}${age}, S3 says ${s3}`);
  }
}

export async function printResult(session: Session, result: Result): Promise<void> {
  const { bucket, prefix, events, verified, repaired } = result;
  const url = s3Url(bucket, prefix);
  if (session.options.json) {
    const failures = verified.failures.map(jsonOf);
    return session.json({ url, events, ...verified, failures, repaired });
  }
  for (const { prefix, cause } of verified.failures) {
    await session.say(`${session.shown(s3Url(bucket, prefix))}: not compared completely: ${textOf(cause)}`);
  }
  await session.say(`${session.shown(url)}: ${summaryOf(verified, repaired)}`);
}

function summaryOf(verified: Verified, repaired: boolean): string {
  const { directories, partlyHeld, notHeld, notChecked, notReached } = verified;
  const { names, namesNotHeld, namesNotChecked, changing, unconfirmed, differences } = verified;
  const parts = [
    `${plural(names, 'name')} in ${directoriesText(directories)} compared`,
    partlyHeld > 0 && `${count(partlyHeld)} of them only partly in the index`,
    notHeld > 0 && `${directoriesText(notHeld)} not in the index`,
    namesNotHeld > 0 && `${plural(namesNotHeld, 'name')} not in the index`,
    notChecked > 0 && `${directoriesText(notChecked)} not checked`,
    namesNotChecked > 0 && `${plural(namesNotChecked, 'name')} not checked`,
    changing > 0 && `${plural(changing, 'name')} changed during the checks`,
    unconfirmed > 0 && `${plural(unconfirmed, 'different name')} not checked again`,
    notReached > 0 && `${directoriesText(notReached)} not read to the end`,
    !verified.complete && 'not everything could be compared',
    `${plural(differences.length, 'difference')}${repaired ? ', repaired' : ''}`,
  ];
  return parts.filter((part) => part !== false).join('; ');
}

function directoriesText(directories: number): string {
  return plural(directories, 'directory', 'directories');
}

function jsonOf({ prefix, cause }: Failure): object {
  const { code, status } = cause instanceof S3dexError ? cause : {};
  return { prefix, error: textOf(cause), code, status };
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
