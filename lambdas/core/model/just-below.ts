import { byteLength } from '../../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../../shared/keys.ts';
import { type Position, START } from './range.ts';

const LAST_CODE_POINT = 0x10ffff;
const LAST = String.fromCodePoint(LAST_CODE_POINT);

/**
 * A position just below `name`, so that reading after it meets `name` first (or, rarely, a few names before it: the
 * strings below a string have no greatest one). The empty name lies directly after the start.
 */
export function justBelow(name: string): Position {
  if (name === '') return START;
  const points = [...name];
  const last = points.pop()!.codePointAt(0)!;
  const stem = points.join('');
  if (last === 0) return stem;
  // 0xDFFF..0xD800 are surrogates, no characters of their own.
  const before = last === 0xe000 ? 0xd7ff : last - 1;
  const below = stem + String.fromCodePoint(before);
  return byteLength(below) + byteLength(LAST) <= MAX_KEY_BYTES ? below + LAST : below;
}
