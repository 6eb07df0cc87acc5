/**
 * Strict readers of single attributes. Each returns `undefined` when the attribute is absent.
 * @throws Unreadable when the attribute has another type or an invalid value.
 */
import type { Item } from './keys.ts';

/** An attribute has a value that this version does not write. Never thrown out of the adapter. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

/** A whole number that JavaScript can represent exactly. */
export function readInteger(item: Item, attribute: string): number | undefined {
  const value = item[attribute];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new Unreadable(`${attribute} is not a whole number`);
  return value;
}

/** A count, a length or a time: a whole number, not negative. */
export function readCount(item: Item, attribute: string): number | undefined {
  const value = readInteger(item, attribute);
  if (value !== undefined && value < 0) throw new Unreadable(`${attribute} is negative`);
  return value;
}

export function readText(item: Item, attribute: string): string | undefined {
  const value = item[attribute];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw new Unreadable(`${attribute} is not text`);
  return value;
}

export function readBytes(item: Item, attribute: string): Uint8Array | undefined {
  const value = item[attribute];
  if (value === undefined) return undefined;
  if (!(value instanceof Uint8Array)) throw new Unreadable(`${attribute} is not binary`);
  return value;
}

/** For attributes that every item of this kind must have. */
export function required<T>(value: T | undefined, attribute: string): T {
  if (value === undefined) throw new Unreadable(`${attribute} is missing`);
  return value;
}
