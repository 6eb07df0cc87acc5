/** Compares the service's answers about whole buckets with S3: every directory's listing and every key's stat. */
import { expect } from '@jest/globals';
import { listAll, stat } from './index-view.ts';
import { directoriesOf, headFromS3, keysFromS3, listFromS3 } from './s3-view.ts';
import type { RunningStack } from './stack.ts';

/**
 * Compares every directory that has content, or that had content according to `keys`, and the stat of each of `keys`.
 * LIST gives times in ms and HEAD in seconds, so the times of stats are compared in seconds.
 */
export async function expectAgreement(
  stack: RunningStack,
  bucket: string,
  keys: Iterable<string>,
): Promise<void> {
  const present = await keysFromS3(stack.s3, bucket);
  for (const directory of directoriesOf([...present, ...keys])) {
    const { entries } = await listAll(stack, bucket, directory);
    expect({ directory, entries }).toEqual({
      directory,
      entries: await listFromS3(stack.s3, bucket, directory),
    });
  }
  for (const key of keys) await expectStatAgreement(stack, bucket, key, present);
}

async function expectStatAgreement(
  stack: RunningStack,
  bucket: string,
  key: string,
  present: readonly string[],
): Promise<void> {
  const { status, body } = await stat(stack, bucket, key);
  const head = key.endsWith('/') ? undefined : await headFromS3(stack.s3, bucket, key);
  if (head !== undefined) {
    expect({ key, status, ...body, lastModified: toSecond(body.lastModified) }).toMatchObject({
      key,
      status: 200,
      type: 'object',
      ...head,
      lastModified: toSecond(head.lastModified),
    });
    return;
  }
  const directory = key.endsWith('/') ? key : `${key}/`;
  const isDirectory = present.some((other) => other.startsWith(directory));
  expect({ key, status, type: body.type }).toEqual({
    key,
    status: isDirectory ? 200 : 404,
    // The problem of a 404 has a type of its own.
    type: isDirectory ? 'directory' : body.type,
  });
}

function toSecond(time: unknown): string {
  return String(time).slice(0, '2026-01-01T00:00:00'.length);
}
