import { describe, expect, test } from '@jest/globals';
import { formatCursor, parseCursor } from '../../../lambdas/http/cursor.ts';

const SCOPE = { bucket: 'demo', prefix: 'photos/20' };

describe('cursors', () => {
  test.each(['', 'cat.jpg', 'raw/', '\ufeffbom', 'ü😀\u0001', 'x'.repeat(1024), '😀'.repeat(256)])(
    'the position %j survives encoding and decoding',
    (name) => {
      const cursor = formatCursor(SCOPE, name);
      expect(cursor).toMatch(/^[\w-]+$/);
      expect(parseCursor(SCOPE, cursor)).toEqual({ outcome: 'parsed', value: name });
    },
  );

  test('stay valid forever: this one was made by version 1', () => {
    expect(formatCursor(SCOPE, 'cat.jpg')).toBe('AVvCOv1VVVuBY2F0LmpwZw');
  });

  test.each([
    ['another bucket', { ...SCOPE, bucket: 'demo2' }],
    ['another prefix', { ...SCOPE, prefix: 'photos/' }],
    ['a boundary moved between bucket and prefix', { bucket: 'demop', prefix: 'hotos/20' }],
  ])('a cursor from %s is refused', (_, scope) => {
    expect(parseCursor(SCOPE, formatCursor(scope, 'cat.jpg'))).toMatchObject({
      outcome: 'refused',
      code: 'invalid-request',
      detail: expect.stringMatching(/^cursor: /),
    });
  });

  const good = Buffer.from(formatCursor(SCOPE, 'cat.jpg'), 'base64url');
  const altered = (change: (bytes: Buffer) => Buffer | undefined) => {
    const copy = Buffer.from(good);
    return (change(copy) ?? copy).toString('base64url');
  };
  test.each([
    ['nothing', ''],
    ['a word', 'next'],
    ['a number', '1000'],
    ['characters of another alphabet', `${formatCursor(SCOPE, 'cat.jpg')}=`],
    ['a trailing space', `${formatCursor(SCOPE, 'cat.jpg')} `],
    ['another version', altered((bytes) => void bytes.writeUInt8(2))],
    ['an altered check', altered((bytes) => void bytes.writeUInt8(bytes[3]! ^ 1, 3))],
    ['an altered name', altered((bytes) => void bytes.write('d', 9))],
    ['a cut name', altered((bytes) => bytes.subarray(0, -1))],
    ['only a header', altered((bytes) => bytes.subarray(0, 9))],
    ['less than a header', altered((bytes) => bytes.subarray(0, 5))],
    ['a name that is no UTF-8', altered((bytes) => void bytes.writeUInt8(0xff, 9))],
    ['a long text', 'A'.repeat(5000)],
  ])('%s is refused', (_, cursor) => {
    expect(parseCursor(SCOPE, cursor)).toMatchObject({ outcome: 'refused', code: 'invalid-request' });
  });
});
