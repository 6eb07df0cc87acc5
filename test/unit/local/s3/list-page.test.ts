import { describe, expect, test } from '@jest/globals';
import { listPage, type PageQuery } from '../../../../local/s3/list-page.ts';
import { OrderedKeys } from '../../../../local/s3/ordered-keys.ts';
import { prefixSuccessor } from '../../../../local/s3/prefix-successor.ts';
import fc from '../../../support/fast-check.ts';

/** Characters that often break listings: near `/`, near the surrogates, and the last Unicode character. */
const TRAPS = [
  'a',
  'b',
  '-',
  '.',
  '/',
  '0',
  ' ',
  '\u0001',
  'é',
  '\ud7ff',
  '\ue000',
  '\uff5e',
  '😀',
  '\u{10ffff}',
];
const name = (maxLength: number) =>
  fc.array(fc.constantFrom(...TRAPS), { maxLength }).map((characters) => characters.join(''));
const key = name(6).filter((text) => text !== '');

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The reference: S3's rules in their simplest form over all keys, implemented independently of the tested code. */
function naiveListing(keys: Iterable<string>, query: Omit<PageQuery, 'maxKeys'>): string[] {
  const { prefix, delimiter, after } = query;
  const names = new Set<string>();
  for (const candidate of keys) {
    if (!candidate.startsWith(prefix)) continue;
    const rest = candidate.slice(prefix.length);
    const isRolledUp = delimiter !== '' && rest.includes(delimiter);
    names.add(isRolledUp ? `${prefix}${rest.split(delimiter)[0]}${delimiter}` : candidate);
  }
  return [...names].filter((entry) => after === undefined || byBytes(entry, after) > 0).sort(byBytes);
}

const nameOf = (item: { key: string } | { commonPrefix: string }) =>
  'key' in item ? item.key : item.commonPrefix;

type Step = { put: string } | { remove: string };

const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ put: key }) },
    { weight: 1, arbitrary: fc.record({ remove: key }) },
  ),
  { maxLength: 60 },
) as fc.Arbitrary<Step[]>;

const query = fc.record(
  {
    prefix: name(2),
    delimiter: fc.oneof(fc.constantFrom('', '/'), name(2)),
    after: name(4),
    maxKeys: fc.integer({ min: 0, max: 7 }),
  },
  { requiredKeys: ['prefix', 'delimiter', 'maxKeys'] },
);

function apply(program: Step[]): { keys: OrderedKeys<string>; model: Set<string> } {
  const keys = new OrderedKeys<string>();
  const model = new Set<string>();
  for (const step of program) {
    if ('put' in step) {
      keys.set(step.put, step.put);
      model.add(step.put);
    } else {
      expect(keys.delete(step.remove)).toBe(model.delete(step.remove));
    }
  }
  return { keys, model };
}

describe('listPage', () => {
  test('a page is the beginning of the naive listing, and reports correctly whether there is more', () => {
    fc.assert(
      fc.property(steps, query, (program, asked) => {
        const { keys, model } = apply(program);
        const whole = naiveListing(model, asked);
        const page = listPage(keys, asked);
        const expected = whole.slice(0, asked.maxKeys);
        expect(page.items.map(nameOf)).toEqual(expected);
        expect(page.next).toBe(
          asked.maxKeys > 0 && whole.length > expected.length ? expected.at(-1) : undefined,
        );
        expect(keys.size).toBe(model.size);
      }),
      { numRuns: 3000 },
    );
  });

  test('pages of any size are together the whole listing', () => {
    fc.assert(
      fc.property(steps, query, fc.integer({ min: 1, max: 5 }), (program, asked, maxKeys) => {
        const { keys, model } = apply(program);
        const names: string[] = [];
        let after = asked.after;
        for (let pages = 0; pages <= model.size; pages++) {
          const page = listPage(keys, { ...asked, maxKeys, after });
          names.push(...page.items.map(nameOf));
          after = page.next;
          if (after === undefined) break;
        }
        expect(after).toBeUndefined();
        expect(names).toEqual(naiveListing(model, asked));
      }),
      { numRuns: 1000 },
    );
  });

  test('the cost of a page depends only on its size: the keys of a common prefix are skipped', () => {
    class CountingKeys extends OrderedKeys<number> {
      walked = 0;
      override *from(start: string): IterableIterator<[string, number]> {
        for (const pair of super.from(start)) {
          this.walked++;
          yield pair;
        }
      }
    }
    const keys = new CountingKeys();
    for (let i = 0; i < 30_000; i++) keys.set(`${'abc'[i % 3]}/${i}`, i);
    const page = listPage(keys, { prefix: '', delimiter: '/', maxKeys: 1000 });
    expect(page.items.map(nameOf)).toEqual(['a/', 'b/', 'c/']);
    expect(keys.walked).toBe(3);
    listPage(keys, { prefix: '', delimiter: '', after: 'b/', maxKeys: 10 });
    expect(keys.walked).toBe(3 + 11);
  });
});

describe('prefixSuccessor', () => {
  test('is greater than everything with the prefix, and nothing fits between', () => {
    fc.assert(
      fc.property(key, name(4), key, (prefix, more, other) => {
        const successor = prefixSuccessor(prefix);
        if (successor === undefined) {
          expect(prefix.replaceAll('\u{10ffff}', '')).toBe('');
          return;
        }
        expect(byBytes(prefix + more, successor)).toBeLessThan(0);
        const isBetween = byBytes(other, prefix) >= 0 && byBytes(other, successor) < 0;
        expect(isBetween).toBe(other.startsWith(prefix));
      }),
      { numRuns: 3000 },
    );
  });

  test('of `/` is `0`; surrogates are skipped; it is undefined if there is no greater prefix', () => {
    expect(prefixSuccessor('a/')).toBe('a0');
    expect(prefixSuccessor('a\ud7ff')).toBe('a\ue000');
    expect(prefixSuccessor('a\uffff')).toBe('a\u{10000}');
    expect(prefixSuccessor('a\u{10ffff}')).toBe('b');
    expect(prefixSuccessor('\u{10ffff}')).toBeUndefined();
    expect(prefixSuccessor('')).toBeUndefined();
  });
});
