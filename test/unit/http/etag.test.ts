import { describe, expect, test } from '@jest/globals';
import { etagOf, isNamed } from '../../../lambdas/http/etag.ts';

const ETAG = etagOf('{"a":1}');
const OTHER = etagOf('{"a":2}');

describe('ETag', () => {
  test('is weak, and depends only on the content', () => {
    expect(ETAG).toMatch(/^W\/"[\w-]{22}"$/);
    expect(etagOf('{"a":1}')).toBe(ETAG);
    expect(OTHER).not.toBe(ETAG);
  });

  test.each([
    ['itself', ETAG],
    ['its strong form: the comparison is weak', ETAG.slice(2)],
    ['a star', '*'],
    ['a list', `${OTHER}, ${ETAG}`],
    ['a list without spaces, with commas inside a tag', `"x,y",${ETAG}`],
  ])('matches %s', (_, header) => {
    expect(isNamed(ETAG, header)).toBe(true);
  });

  test.each([undefined, '', OTHER, ETAG.replaceAll('"', ''), `${ETAG.slice(0, -1)}x"`, '"*"', '"', 'W/"'])(
    'does not match %j',
    (header) => {
      expect(isNamed(ETAG, header)).toBe(false);
    },
  );
});
