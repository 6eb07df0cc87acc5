/**
 * The ways in which a server may list wrongly. S3 does none of them; each was seen in, or is possible for, a server
 * with S3's API.
 */
import { compareNames } from '../../../shared/byte-order.ts';

export interface Item {
  name: string;
  isDirectory: boolean;
}

type Compare = (a: Item, b: Item) => number;

const byBytes: Compare = (a, b) => compareNames(a.name, b.name);
const byUnits: Compare = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
const bySlashless: Compare = (a, b) => compareNames(a.name.replace(/\/$/, ''), b.name.replace(/\/$/, ''));
const byLowerCase: Compare = (a, b) =>
  compareNames(a.name.toLowerCase(), b.name.toLowerCase()) || byBytes(a, b);
const kindFirst =
  (directories: -1 | 1): Compare =>
  (a, b) =>
    a.isDirectory === b.isDirectory ? byBytes(a, b) : a.isDirectory ? directories : -directories;

/** The order of the names in a listing. */
export const ORDERS = {
  right: byBytes,
  'directories first': kindFirst(-1),
  'objects first': kindFirst(1),
  'without the slash': bySlashless,
  'UTF-16': byUnits,
  'without case': byLowerCase,
  backwards: (a, b) => byBytes(b, a),
} as const satisfies Record<string, Compare>;

/** Where each page after the first begins. `at` is the correct position. */
export const PAGINGS = {
  right: (at: number) => at,
  'repeats the last name': (at: number) => Math.max(0, at - 1),
  'begins again': (at: number, pageSize: number) => (at <= pageSize ? 0 : at),
  'goes back by two': (at: number) => Math.max(0, at - 2),
} as const;

/** What StartAfter does if no such key exists. */
export const STARTS = [
  'right',
  'ignored for a key that does not exist',
  'nothing after a key that does not exist',
] as const;

export interface Manners {
  order: keyof typeof ORDERS;
  paging: keyof typeof PAGINGS;
  start: (typeof STARTS)[number];
}

export const RIGHT: Manners = { order: 'right', paging: 'right', start: 'right' };
