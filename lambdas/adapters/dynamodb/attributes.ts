/** Writing and strictly reading single attributes. A reader answers `undefined` for an absent attribute and throws `Unreadable` for anything else than what was meant. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './keys.ts';

/** An attribute that is not what this version writes. Never leaves the adapter. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

export const number = (value: number): AttributeValue => ({ N: String(value) });
export const text = (value: string): AttributeValue => ({ S: value });
export const bytes = (value: Uint8Array): AttributeValue => ({ B: value });

const INTEGER = /^-?[0-9]{1,16}$/;

/** A whole number that JavaScript holds exactly. */
export function readInteger(item: Item, attribute: string): number | undefined {
  const value = item[attribute];
  if (value === undefined) return undefined;
  const parsed = value.N !== undefined && INTEGER.test(value.N) ? Number(value.N) : Number.NaN;
  if (!Number.isSafeInteger(parsed)) throw new Unreadable(`${attribute} is not a whole number`);
  return parsed;
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
  if (typeof value.S !== 'string') throw new Unreadable(`${attribute} is not text`);
  return value.S;
}

export function readBytes(item: Item, attribute: string): Uint8Array | undefined {
  const value = item[attribute];
  if (value === undefined) return undefined;
  if (!(value.B instanceof Uint8Array)) throw new Unreadable(`${attribute} is not binary`);
  return value.B;
}

/** For attributes that an item of the kind always has. */
export function required<T>(value: T | undefined, attribute: string): T {
  if (value === undefined) throw new Unreadable(`${attribute} is missing`);
  return value;
}
