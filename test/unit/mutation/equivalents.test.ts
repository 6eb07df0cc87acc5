/** The list of equivalent mutants must match the current sources, and the document must contain it. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { EQUIVALENTS } from '../../mutation/equivalents.ts';
import { withTables } from '../../mutation/equivalents-document.ts';
import { mutantsOf } from '../../mutation/mutants.ts';

const files = Object.entries(EQUIVALENTS).flatMap(([folder, of]) =>
  Object.entries(of).map(([file, equivalents]) => ({ path: `${folder}/${file}`, equivalents })),
);

test.each(files)('each one of $path is a mutant of it', ({ path, equivalents }) => {
  const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
  const mutants = mutantsOf(readFileSync(path, 'utf8')).map(({ lineText, from, to }) => ({
    ...{ line: lineText, from: oneLine(from), to: oneLine(to) },
  }));
  for (const { line, from, to } of equivalents) expect(mutants).toContainEqual({ line, from, to });
});

test('docs/testing.md has the tables of today (npm run docs)', () => {
  const document = readFileSync('docs/testing.md', 'utf8');
  expect(document).toBe(withTables(document));
});
