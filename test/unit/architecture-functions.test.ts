/** Functions stay short enough to be read at once. */
import { describe, expect, test } from '@jest/globals';
import { functionsOf } from '../support/functions.ts';
import { sources } from '../support/imports.ts';

const MAX_LINES = 69;
const PRODUCT = ['lambdas', 'contract', 'shared', 'cli', 'front', 'local', 'infra', 'explorer', 'bench'];

describe('functions of the product', () => {
  test(`have at most ${MAX_LINES} lines`, () => {
    const all = PRODUCT.flatMap(sources).flatMap((file) => functionsOf(file));
    expect(all.length).toBeGreaterThan(4_000);
    expect(all.filter(({ lines }) => lines > MAX_LINES).map(({ at, lines }) => `${at}: ${lines}`)).toEqual(
      [],
    );
  });

  test('are measured from their first line to their last one', () => {
    const text = '// é\nclass C {\n  m() {\n    return 1;\n  }\n}\nconst f = (a: 1) =>\n  a;\n\n';
    expect(functionsOf('x.ts', text)).toMatchObject([
      { at: 'x.ts: m', lines: 3 },
      { at: 'x.ts: f', lines: 2 },
    ]);
  });
});
