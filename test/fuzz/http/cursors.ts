/** Cursors from earlier answers, unchanged and as callers may alter them. */
import fc from 'fast-check';

export type CursorChange =
  | { kind: 'none' }
  | { kind: 'flip'; at: number; bit: number }
  | { kind: 'cut'; at: number }
  | { kind: 'append'; text: string }
  | { kind: 'replace'; text: string }
  | { kind: 'elsewhere'; bucket: string; prefix: string };

export const cursorChange: fc.Arbitrary<CursorChange> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'none' as const }) },
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('append' as const), text: fc.constantFrom('=', 'A', ' ', '\n', 'é', '%') }),
  fc.record({
    kind: fc.constant('replace' as const),
    text: fc.oneof(
      fc.base64String({ maxLength: 40 }),
      fc.string({ maxLength: 20 }),
      fc.constant('A'.repeat(3_000)),
    ),
  }),
  fc.record({
    kind: fc.constant('elsewhere' as const),
    bucket: fc.constantFrom('live', 'still', 'never'),
    prefix: fc.constantFrom('', 'a', 'a/', 'b/', 'é/b/'),
  }),
);

export interface CursorUse {
  bucket: string;
  prefix: string;
  cursor: string;
}

/** `good`: the cursor is unchanged and used in its own listing. */
export function alterCursor(page: CursorUse, change: CursorChange): { page: CursorUse; good: boolean } {
  const altered = { ...page, ...changed(page.cursor, change) };
  const good =
    altered.cursor === page.cursor && altered.bucket === page.bucket && altered.prefix === page.prefix;
  return { page: altered, good };
}

function changed(cursor: string, change: CursorChange): Partial<CursorUse> {
  switch (change.kind) {
    case 'none':
      return {};
    case 'flip': {
      const bytes = Buffer.from(cursor, 'base64url');
      const at = change.at % bytes.length;
      bytes[at] = bytes[at]! ^ (1 << change.bit);
      return { cursor: bytes.toString('base64url') };
    }
    case 'cut':
      return { cursor: cursor.slice(0, change.at % cursor.length) };
    case 'append':
      return { cursor: cursor + change.text };
    case 'replace':
      return { cursor: change.text };
    case 'elsewhere':
      return { bucket: change.bucket, prefix: change.prefix };
  }
}
