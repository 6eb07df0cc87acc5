import { describe, expect, test } from '@jest/globals';
import { formatQuery, parseQuery } from '../../../lambdas/http/parse-request.ts';

const values = (raw: string) => {
  const query = parseQuery(raw);
  return query.outcome === 'parsed' ? query.value : query.detail;
};

describe('rawQueryString', () => {
  test('a plus is a space, %2B a plus, %20 a space', () => {
    expect(values('prefix=a+b%2Bc%20d')).toEqual({ prefix: 'a b+c d' });
  });

  test.each([
    ['a comma stays what it is', 'key=a,b', { key: 'a,b' }],
    ['an equals sign in a value', 'key=a=b', { key: 'a=b' }],
    ['a parameter without a value', 'key', { key: '' }],
    ['names are decoded too', '%6bey=a', { key: 'a' }],
    ['empty pairs say nothing', '&&key=a&', { key: 'a' }],
    ['nothing', '', {}],
    ['four-byte UTF-8', 'key=%F0%9F%98%80', { key: '😀' }],
    ['control characters', 'key=%00%01%0A', { key: '\u0000\u0001\n' }],
  ])('%s', (_, raw, expected) => {
    expect(values(raw)).toEqual(expected);
  });

  test.each([
    ['a lone percent', 'prefix=100%'],
    ['half an escape', 'prefix=%4'],
    ['no hex digits', 'prefix=%zz'],
    ['a byte that is no UTF-8', 'prefix=%FF'],
    ['an overlong form', 'prefix=%C0%AF'],
    ['a surrogate in UTF-8', 'prefix=%ED%A0%80'],
    ['a character outside ASCII, unescaped', 'prefix=é'],
    ['a space, unescaped', 'prefix=a b'],
  ])('%s is refused by the field', (_, raw) => {
    expect(values(raw)).toBe('prefix: malformed percent-encoding');
  });

  test('the error for a malformed name has no field', () => {
    expect(values('%FF=a')).toBe("query: malformed percent-encoding in a parameter's name");
  });

  test('a repeated parameter is refused, even if it is encoded differently', () => {
    expect(values('key=a&key=b')).toBe('key: is given twice');
    expect(values('key=a&k%65y=a')).toBe('key: is given twice');
  });

  test('a formatted query is parsed to the same parameters', () => {
    const query = { prefix: 'a b+c/ü&=😀%', limit: '7' };
    expect(values(formatQuery({ ...query, cursor: undefined }))).toEqual(query);
  });
});
