/** A break inside the core changes the text of a source. If that text has changed, the break must be adapted. */
import { expect, test } from '@jest/globals';
import { BREAKS } from '../../simulation/breaks.ts';
import { textOf } from '../../support/imports.ts';

const CHANGES = BREAKS.flatMap(({ name, source = [] }) => source.map((change) => [name, change] as const));

test.each(CHANGES)('the text that %s replaces occurs once in its file', (_name, { file, from, to }) => {
  expect(textOf(`lambdas/core/${file}`).split(from)).toHaveLength(2);
  expect(to).not.toBe(from);
});
