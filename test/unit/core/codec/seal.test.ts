import { describe, expect, test } from '@jest/globals';
import { type ChunkHeader, openBody, sealBody, sealOf } from '../../../../lambdas/core/codec/seal.ts';
import type { Chunk } from '../../../../lambdas/core/model/chunk.ts';
import { END, START } from '../../../../lambdas/core/model/range.ts';
import type { Scope } from '../../../../lambdas/core/model/scope.ts';

const scope: Scope = { bucket: 'b', prefix: 'p/' };
const header: ChunkHeader = {
  ...{ after: 'a', through: 'z', observedAt: 1, endsAt: 2, watchedUntil: 3, epoch: 'e' },
  ...{ count: 2, directories: 1, sizeBytes: 4, newestMs: 5 },
};
const content = Uint8Array.of(9, 8, 7);
const sealed = (of: Partial<ChunkHeader> = {}, where = scope): Chunk => {
  const whole = { ...header, ...of };
  return { ...whole, body: sealBody(where, whole, content) };
};

describe('a sealed body', () => {
  test('is opened with its content', () => {
    expect([...openBody(scope, sealed())!]).toEqual([...content]);
    const empty = { ...header, body: sealBody(scope, header, new Uint8Array(0)) };
    expect([...openBody(scope, empty)!]).toEqual([]);
  });

  test('is the same for every deploy of this version', () => {
    expect(Buffer.from(sealed().body).toString('hex')).toBe('041cdbc261090807');
    expect(
      Buffer.from(sealed({ after: START, through: END }, { ...scope, kind: 'tree' }).body).toString('hex'),
    ).toBe('04658e2432090807');
  });

  test('that has no directories or no newest time may say so or not', () => {
    const { body } = sealed({ directories: undefined });
    expect(openBody(scope, { ...header, directories: 0, body })).toBeDefined();
    expect(openBody(scope, { ...header, directories: 1, body })).toBeUndefined();
  });

  const changed: Partial<Chunk>[] = [
    { after: START },
    { after: 'b' },
    { through: END },
    { through: 'y' },
    { observedAt: 9 },
    { endsAt: 9 },
    { watchedUntil: 9 },
    { epoch: 'f' },
    { count: 9 },
    { directories: 9 },
    { sizeBytes: 9 },
    { newestMs: 9 },
    { newestMs: undefined },
  ];
  test.each(changed.map((change) => ({ change })))('is rejected with other values: $change', ({ change }) => {
    expect(openBody(scope, { ...sealed(), ...change })).toBeUndefined();
    expect(sealOf(scope, { ...sealed(), ...change })).toBeUndefined();
  });

  test.each<Partial<Scope>>([{ bucket: 'c' }, { prefix: 'q/' }, { kind: 'tree' }, { kind: 'digests' }])(
    'is rejected in %p',
    (change) => {
      expect(openBody({ ...scope, ...change }, sealed())).toBeUndefined();
    },
  );

  test('without a kind belongs to a directory', () => {
    expect(openBody({ ...scope, kind: 'directory' }, sealed())).toBeDefined();
  });

  test('is rejected when it is cut, damaged or of another version', () => {
    const chunk = sealed();
    for (let length = 0; length < chunk.body.length; length++)
      expect(openBody(scope, { ...chunk, body: chunk.body.subarray(0, length) })).toBeUndefined();
    for (let at = 0; at < chunk.body.length; at++) {
      const body = Uint8Array.from(chunk.body);
      body[at]! += 1;
      expect(openBody(scope, { ...chunk, body })).toBeUndefined();
    }
  });

  test('has a seal that tells contents and claims apart', () => {
    expect(sealOf(scope, sealed())).toBe(sealOf(scope, sealed()));
    expect(sealOf(scope, sealed())).not.toBe(sealOf(scope, sealed({ endsAt: 3 })));
  });
});
