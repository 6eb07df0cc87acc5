/** Sends one LIST, and reads its answer as the caller wants it. */
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { Ask } from './ask.ts';
import type { parseListing } from './list.ts';
import type { listInput } from './list-input.ts';

export type AskList = <Answer>(
  input: ReturnType<typeof listInput>,
  read: (output: Parameters<typeof parseListing>[1]) => Answer,
  budgetMs?: number,
) => Promise<Answer>;

export function createAskList(ask: Ask): AskList {
  return (input, read, budgetMs) =>
    ask({
      ...{ call: 'ListObjectsV2', bucket: input.Bucket!, counter: 's3List', budgetMs },
      send: (client, bounded) => client.send(new ListObjectsV2Command(input), bounded),
      read,
    });
}
