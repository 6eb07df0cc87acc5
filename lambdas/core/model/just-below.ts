import { byteLength } from '../../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../../shared/keys.ts';
import { type Position, START } from './range.ts';

const LAST_CODE_POINT = 0x10ffff;
const LAST = String.fromCodePoint(LAST_CODE_POINT);

/**
 * A position just below `name`: reading after it meets `name` first. (Rarely it meets a few names before, because no
 * string is the greatest one below another.) The empty name comes directly after the start.
 */
export function justBelow(name: string): Position {
  if (name === '') return START;
  const points = [...name];
  const last = points.pop()!.codePointAt(0)!;
  const stem = points.join('');
  if (last === 0) return stem;
  // 0xD800 to 0xDFFF are surrogates, which are not characters.
  const before = last === 0xe000 ? 0xd7ff : last - 1;
  const below = stem + String.fromCodePoint(before);
  return byteLength(below) + byteLength(LAST) <= MAX_KEY_BYTES ? below + LAST : below;
}
