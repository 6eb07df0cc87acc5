/** Does a directory exist? Asked with LISTs of one or a few names. */
import { DELIMITER } from '../../../shared/keys.ts';
import type { AskList } from './ask-list.ts';
import { MAX_EMPTY_PAGES, MAX_SHOWN_PAGES, SHOWN_PAGE } from './bounds.ts';
import { InvalidResponse } from './failures.ts';
import { listInput, peekInput } from './list-input.ts';
import { parsePeek, parseShown } from './peek.ts';

interface Peek {
  bucket: string;
  prefix: string;
  budgetMs?: number | undefined;
}

/** True if a key begins with the prefix. A directory must also be shown by the listing of its parent. */
export async function exists(askList: AskList, peek: Peek): Promise<boolean> {
  const shown = peek.prefix.endsWith(DELIMITER) ? await isShown(askList, peek) : undefined;
  return shown ?? hasKey(askList, peek);
}

/**
 * Checks whether the listing of the parent directory shows this directory. That listing is used, because some
 * servers also show directories that contain no key. Returns `undefined` if too many names come before it.
 */
async function isShown(askList: AskList, { bucket, prefix, budgetMs }: Peek): Promise<boolean | undefined> {
  const stem = prefix.slice(0, -DELIMITER.length);
  let token: string | undefined;
  for (let page = 0; page < MAX_SHOWN_PAGES; page++) {
    const input = listInput({ bucket, prefix: stem, token, maxKeys: SHOWN_PAGE });
    const seen = await askList(input, (output) => parseShown({ stem, token }, output), budgetMs);
    if (seen.shown !== undefined) return seen.shown;
    token = seen.token;
  }
  return undefined;
}

async function hasKey(askList: AskList, { bucket, prefix, budgetMs }: Peek): Promise<boolean> {
  let token: string | undefined;
  for (let page = 0; page < MAX_EMPTY_PAGES; page++) {
    const request = { bucket, prefix, token };
    const seen = await askList(peekInput(request), (output) => parsePeek(request, output), budgetMs);
    if (seen.key !== undefined) return true;
    if (seen.token === undefined) return false;
    token = seen.token;
  }
  throw new InvalidResponse('many pages without a key, and no last page');
}
