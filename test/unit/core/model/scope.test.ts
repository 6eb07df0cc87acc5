import { expect, test } from '@jest/globals';
import { isDirectoryIn, type Scope, scopeId } from '../../../../lambdas/core/model/scope.ts';

const place = { bucket: 'b', prefix: 'p/' };
const kinds = [undefined, 'tree', 'digests'] as const;

test('each kind, bucket and prefix has an ID of its own; without a kind it is a directory', () => {
  const scopes: Scope[] = kinds.flatMap((kind) => [
    ...[
      { ...place, kind },
      { bucket: 'c', prefix: 'p/', kind },
      { bucket: 'b', prefix: '', kind },
    ],
  ]);
  expect(new Set(scopes.map(scopeId)).size).toBe(scopes.length);
  expect(scopeId(place)).toBe(scopeId({ ...place, kind: 'directory' }));
});

test('a name that ends in a slash is a directory in a directory, and a key in a tree', () => {
  expect(kinds.map((kind) => isDirectoryIn({ ...place, kind }, 'a/'))).toEqual([true, false, false]);
  expect(kinds.map((kind) => isDirectoryIn({ ...place, kind }, 'a'))).toEqual([false, false, false]);
});
