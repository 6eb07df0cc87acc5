/** Combinations of sorts and filters, their meaning, and patterns that are made to be slow. */
import fc from 'fast-check';
import { SORTS } from '../../../contract/sorts.ts';
import type { Wanted } from '../../support/find-reference.ts';

type Parameters = Record<string, string>;

const HOUR_MS = 3_600_000;
const UNITS: Record<string, number> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

const glob = fc.constantFrom(
  ...['*', '**', '?', 'a*', '*0', '[a-b]*', '[!a]*', '{a,b,é}', 'a{,-,0}', '*/', '\\+', '.*', '**/a'],
);
const size = fc.oneof(fc.nat(10_007).map(String), fc.constantFrom('0', '1k', '8K', '1m', '1G'));
const time = fc.constantFrom(
  '0s',
  '5s',
  '1m',
  '1h',
  '1d12h',
  '2026-11-22T09:30:10Z',
  '2026-11-22T10:30:20.500+01:00',
);

/** Most questions have only a few conditions, so that some entries match. */
const maybe = (arbitrary: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

export const filters: fc.Arbitrary<Parameters> = fc
  .record({
    sort: fc.option(fc.constantFrom(...SORTS), { nil: undefined }),
    glob: maybe(glob),
    contains: maybe(fc.constantFrom('a', 'A', 'É', '／', '\u{1f600}', '.')),
    minSize: maybe(size),
    maxSize: maybe(size),
    modifiedAfter: maybe(time),
    modifiedBefore: maybe(time),
    type: maybe(fc.constantFrom('object', 'directory')),
    storageClass: maybe(fc.constantFrom('STANDARD', 'GLACIER')),
    partial: maybe(fc.constantFrom('true', 'false')),
  })
  .map(
    (all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Parameters,
  );

/** Does the contract allow this combination? The service must refuse all others. */
export function makesSense(asked: Parameters, nowMs: number): boolean {
  const ofObjects = ['minSize', 'maxSize', 'modifiedAfter', 'modifiedBefore', 'storageClass'];
  if (asked.startAfter !== undefined && (asked.sort ?? 'name') !== 'name') return false;
  if (asked.type === 'directory' && asked.recursive === 'true') return false;
  if (asked.type === 'directory' && ofObjects.some((name) => asked[name] !== undefined)) return false;
  if (asked.type === 'directory' && /size|lastModified/.test(asked.sort ?? '')) return false;
  if (asked.partial !== undefined && asked.sort === undefined) return false;
  const { minSize = 0, maxSize = Number.POSITIVE_INFINITY, ...times } = wantedOf(asked, nowMs);
  const { modifiedAfterMs = Number.NEGATIVE_INFINITY, modifiedBeforeMs = Number.POSITIVE_INFINITY } = times;
  return minSize <= maxSize && modifiedAfterMs < modifiedBeforeMs;
}

/** The same question for the reference: sizes in bytes, times in epoch ms. */
export function wantedOf(asked: Parameters, nowMs: number): Wanted {
  const { sort, glob: pattern, contains, type, storageClass } = asked;
  return {
    ...(sort && { sort }),
    ...(pattern && { glob: pattern }),
    ...(contains && { contains }),
    ...(type && { type }),
    ...(storageClass && { storageClass }),
    ...(asked.minSize && { minSize: bytesOf(asked.minSize) }),
    ...(asked.maxSize && { maxSize: bytesOf(asked.maxSize) }),
    ...(asked.modifiedAfter && { modifiedAfterMs: timeOf(asked.modifiedAfter, nowMs) }),
    ...(asked.modifiedBefore && { modifiedBeforeMs: timeOf(asked.modifiedBefore, nowMs) }),
  };
}

function bytesOf(text: string): number {
  const unit = UNITS[text.at(-1)!.toLowerCase()];
  return unit === undefined ? Number(text) : Number(text.slice(0, -1)) * unit;
}

function timeOf(text: string, nowMs: number): number {
  const ago: Record<string, number> = {
    '0s': 0,
    '5s': 5_000,
    '1m': 60_000,
    '1h': HOUR_MS,
    '1d12h': 36 * HOUR_MS,
  };
  return text in ago ? nowMs - ago[text]! : Date.parse(text);
}

/** Patterns of the maximum length, with as many ways to match as possible. */
export const hostileGlob = fc.oneof(
  fc
    .array(fc.constantFrom('*', '**', '*a', '?*', '**/', '[!b]*', '{a,*}', '{,**}', '\\*', 'a'), {
      minLength: 50,
      maxLength: 200,
    })
    .map((parts) => parts.join('').slice(0, 1_000)),
  fc.nat(250).map((depth) => `${'{*a,'.repeat(depth)}b${'}'.repeat(depth)}`),
  fc.nat(511).map((depth) => `${'{'.repeat(depth)}*${'}'.repeat(depth)}`),
  fc.string({ unit: fc.constantFrom('*', '{', ',', '}', '[', ']', '!', '\\', '/', 'a'), maxLength: 1_000 }),
);
