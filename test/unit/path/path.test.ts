/** The figures in ARCHITECTURE.md are upper bounds of the path of a listing and of an event. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { Path } from '../../path/main.ts';
import { textOf } from '../../support/imports.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

async function measured(): Promise<Record<string, Path>> {
  const { stdout } = await promisify(execFile)(process.execPath, ['test/path/main.ts', '--json'], {
    cwd: ROOT,
  });
  return JSON.parse(stdout);
}

/** The rows of the table: `| listing | 57 | 33 | 186 |`. */
function written(): Record<string, { files: number; core: number; moves: number }> {
  const table = /<!-- paths -->\n([\s\S]*?)\n<!-- end of paths -->/.exec(textOf('ARCHITECTURE.md'))![1]!;
  const rows = [...table.matchAll(/^\| (\w+) \| (\d+) \| (\d+) \| (\d+) \|$/gm)];
  return Object.fromEntries(
    rows.map(([, name, ...figures]) => {
      const [files = 0, core = 0, moves = 0] = figures.map(Number);
      return [name, { files, core, moves }];
    }),
  );
}

const PATHS = measured();

describe('the path of a listing and of an event', () => {
  test('is not longer than ARCHITECTURE.md says', async () => {
    const paths = await PATHS;
    const bounds = written();
    expect(Object.keys(bounds)).toEqual(Object.keys(paths));
    for (const [name, { files, moves }] of Object.entries(paths)) {
      const bound = bounds[name]!;
      expect(files.length).toBeLessThanOrEqual(bound.files);
      expect(files.filter((file) => file.startsWith('lambdas/core/')).length).toBeLessThanOrEqual(bound.core);
      expect(moves).toBeLessThanOrEqual(bound.moves);
    }
    // The counter sees both ends of a listing: the handler, and the rule in the core.
    expect(paths.listing!.files[0]).toBe('lambdas/http/handler.ts');
    expect(paths.listing!.files).toContain('lambdas/core/model/validity.ts');
    expect(paths.event!.files).toContain('lambdas/core/changes/mark.ts');
  });

  test.each(['listing', 'event'])('is complete in the table of the %s in ARCHITECTURE.md', async (name) => {
    const table = new RegExp(`\\| step of the ${name} \\|[^]*?\\n\\n`).exec(textOf('ARCHITECTURE.md'))![0];
    const named = [...table.matchAll(/`([\w/-]+\.ts)`/g)].map(([, file]) => file!);
    const { files } = (await PATHS)[name]!;
    expect(files.map((file) => file.replace('lambdas/', '')).filter((file) => !named.includes(file))).toEqual(
      [],
    );
    expect(new Set(named).size).toBe(named.length);
  });
});
