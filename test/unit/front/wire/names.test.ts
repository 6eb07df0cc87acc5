import { describe, expect, test } from '@jest/globals';
import { decodeToken, encodeToken } from '../../../../front/wire/continuation-token.ts';
import { decodePercent, encodeS3Url } from '../../../../front/wire/percent.ts';
import { parseTarget } from '../../../../front/wire/request.ts';
import { S3Error } from '../../../../front/wire/s3-error.ts';
import fc from '../../../support/fast-check.ts';
import { ANY_CHARACTER } from '../../../support/fast-check-characters.ts';

const text = fc.string({ unit: ANY_CHARACTER }).filter((value) => value.isWellFormed());

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof S3Error) return error.code;
    throw error;
  }
}

describe('encodeS3Url and decodePercent', () => {
  test("S3's encoding is decoded correctly, as in a query", () => {
    fc.assert(fc.property(text, (value) => decodePercent(encodeS3Url(value), 'query') === value));
  });

  test('every byte may be escaped, in a path or in a query', () => {
    const escapeAll = (value: string) =>
      [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    fc.assert(fc.property(text, (value) => decodePercent(escapeAll(value), 'path') === value));
  });

  test("characters are encoded as in S3's reference", () => {
    expect(encodeS3Url('test_file(3).png')).toBe('test_file%283%29.png');
    expect(encodeS3Url("a b+c/d~e*f'g!é😀\n%2F")).toBe('a+b%2Bc/d%7Ee*f%27g%21%C3%A9%F0%9F%98%80%0A%252F');
  });

  test('`+` is a space in a query and itself in a path', () => {
    expect(decodePercent('a+b', 'query')).toBe('a b');
    expect(decodePercent('a+b', 'path')).toBe('a+b');
  });

  test('unescaped bytes are kept, and so is a byte order mark', () => {
    expect(decodePercent(Buffer.from('é😀').toString('latin1'), 'path')).toBe('é😀');
    expect(decodePercent('%EF%BB%BFa', 'path')).toBe('\ufeffa');
  });

  test.each(['%', '%2', '%zz', '%-1', '%ff', '%C3', '%ED%A0%80', '%C0%AF', '\u00ff'])('refuses %j', (raw) => {
    expect(decodePercent(raw, 'path')).toBeUndefined();
  });
});

describe('parseTarget', () => {
  const keyOf = (target: string) => parseTarget(target).key;

  test('the target is the service, a bucket or an object', () => {
    expect(parseTarget('/')).toEqual({ query: new Map() });
    expect(parseTarget('/demo')).toEqual({ bucket: 'demo', query: new Map() });
    expect(parseTarget('/demo/?list-type=2&prefix=a%2Bb+c&prefix=x&acl')).toEqual({
      bucket: 'demo',
      query: new Map([
        ['list-type', '2'],
        ['prefix', 'a+b c'],
        ['acl', ''],
      ]),
    });
    expect(parseTarget('http://127.0.0.1:9/demo/a?b')).toMatchObject({ bucket: 'demo', key: 'a' });
  });

  test.each([
    ['/demo//a', '/a'],
    ['/demo/a//b/', 'a//b/'],
    ['/demo/.', '.'],
    ['/demo/../x/./y', '../x/./y'],
    ['/demo/%2F', '/'],
    ['/demo/%252F', '%2F'],
    ['/demo/a%0Ab%01', 'a\nb\u0001'],
    ['/demo/http://x/y', 'http://x/y'],
    ['/demo/a;b=c#d', 'a;b=c#d'],
  ])('nothing of %j is normalised', (target, key) => {
    expect(keyOf(target)).toBe(key);
  });

  test('limits a key by its bytes', () => {
    expect(keyOf(`/demo/${'%C3%A9'.repeat(512)}`)).toBe('é'.repeat(512));
    expect(codeOf(() => parseTarget(`/demo/${'a'.repeat(1025)}`))).toBe('KeyTooLongError');
    expect(codeOf(() => parseTarget(`/demo/${'%C3%A9'.repeat(512)}a`))).toBe('KeyTooLongError');
  });

  test.each(['*', '', 'demo', '/demo/%ff', '/%', '/demo?prefix=%ff', '/demo?%=1'])('refuses %j', (target) => {
    expect(codeOf(() => parseTarget(target))).toBe('InvalidURI');
  });
});

describe('continuation tokens', () => {
  test('are decoded to their positions', () => {
    fc.assert(fc.property(text, (position) => decodeToken(encodeToken(position)) === position));
  });

  test('invented, cut or altered tokens are rejected', () => {
    fc.assert(fc.property(fc.string(), (madeUp) => decodeToken(madeUp) === undefined));
    const token = encodeToken('a/b/c');
    for (let at = 0; at < token.length; at++) {
      const altered = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(decodeToken(altered)).toBeUndefined();
      expect(decodeToken(token.slice(0, at))).toBeUndefined();
    }
  });
});
