/** Strict reading of single attributes: `undefined` for one that is absent; throws `Unreadable` for any other type or value than the one meant. */
import type { Item } from './keys.ts';

/** An attribute that this version does not write. Never leaves the adapter. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

/** A whole number that JavaScript holds exactly. */
export function readInteger(item: Item, attribute: string): number | undefined {
  const value = item[attribute];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new Unreadable(`${attribute} is not a whole number`);
  return value;
}

/** A count, a length or a time: a whole number that is not negative. */
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

/** For attributes that an item of the kind always has. */
export function required<T>(value: T | undefined, attribute: string): T {
  if (value === undefined) throw new Unreadable(`${attribute} is missing`);
  return value;
}
