/** LISTs that only check whether anything exists. */
import { compareNames } from '../../../shared/byte-order.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import { InvalidResponse } from './failures.ts';
import { decoderOf, isTruncated, nameIn, type Output, tokenAfter } from './list.ts';
import { readToken } from './list-token.ts';

/**
 * Returns the first key, if there is one. `token` is set when the page was empty but truncated.
 * @throws InvalidResponse when the response is invalid.
 */
export function parsePeek(
  request: { prefix: string; token?: string },
  output: Output,
): { key?: string; token?: string } {
  const decode = decoderOf(output);
  const truncated = isTruncated(output);
  for (const { Key } of output.Contents ?? [])
    return { key: request.prefix + nameIn(request.prefix, decode(Key)) };
  if (!truncated) return {};
  const token = output.NextContinuationToken;
  if (!token || token === request.token) throw new InvalidResponse('an empty page without a way to continue');
  return { token };
}

/**
 * Finds out, from a listing with a delimiter of all names that start with the stem, whether the directory `stem/` is
 * shown. `token` is set when this page does not decide it.
 * @throws InvalidResponse when the response is invalid; Disordered when it is not in S3's order.
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
  if (!isTruncated(output) || (lastKey !== undefined && compareNames(lastKey, directory) > 0))
    return { shown: false };
  const before = request.token === undefined ? {} : readToken(request.token);
  return { token: tokenAfter(before, output.NextContinuationToken, lastKey) };
}
