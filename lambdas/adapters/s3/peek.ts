/** LISTs that ask whether there is something, and not what. */
import { compareNames } from '../../../shared/byte-order.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import { Nonsense } from './failures.ts';
import { decoderOf, goesOn, nameIn, type Output, tokenAfter } from './list.ts';
import { readToken } from './list-token.ts';

/** The first key, if there is one. `token`: this page was empty, but not the last. Throws Nonsense. */
export function parsePeek(
  request: { prefix: string; token?: string },
  output: Output,
): { key?: string; token?: string } {
  const decode = decoderOf(output);
  const truncated = goesOn(output);
  for (const { Key } of output.Contents ?? [])
    return { key: request.prefix + nameIn(request.prefix, decode(Key)) };
  if (!truncated) return {};
  const token = output.NextContinuationToken;
  if (!token || token === request.token) throw new Nonsense('an empty page that leads nowhere');
  return { token };
}

/**
 * Of a delimited listing of all names that start with the stem: is `stem/` among them? `token`: not up to this page. Throws Nonsense.
 */
export function parseShown(
  request: { stem: string; token?: string | undefined },
  output: Output,
): { shown: boolean } | { shown?: undefined; token: string } {
  const decode = decoderOf(output);
  const directory = request.stem + DELIMITER;
  const prefixes = (output.CommonPrefixes ?? []).map(({ Prefix }) => decode(Prefix));
  const keys = (output.Contents ?? []).map(({ Key }) => decode(Key));
  for (const key of [...prefixes, ...keys]) nameIn(request.stem, key);
  if (prefixes.includes(directory)) return { shown: true };
  const lastKey = [...prefixes, ...keys].sort(compareNames).at(-1);
  if (!goesOn(output) || (lastKey !== undefined && compareNames(lastKey, directory) > 0))
    return { shown: false };
  const before = request.token === undefined ? {} : readToken(request.token);
  return { token: tokenAfter(before, output.NextContinuationToken, lastKey) };
}
