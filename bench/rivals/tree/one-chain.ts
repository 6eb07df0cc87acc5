/** One chain of LISTs without a delimiter, each with the token of the one before: what most programs do. */
import type { TreeRival } from '../../tree-contestant.ts';
import { listBelow } from './list-below.ts';
import { sdkRival } from './sdk-rival.ts';

export function oneChain(s3Url: string): TreeRival {
  return sdkRival('one-chain', s3Url, listBelow);
}
