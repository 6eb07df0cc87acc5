/** Mutants that no test can notice, and why, by folder. `npm run docs` writes them as tables to docs/testing.md. */
import { OF_CHANGES } from './equivalents/changes.ts';
import { OF_CODEC } from './equivalents/codec.ts';
import { OF_DYNAMODB } from './equivalents/dynamodb.ts';
import type { EquivalentsByFile } from './equivalents/equivalent.ts';
import { OF_MODEL } from './equivalents/model.ts';
import { OF_ORIGIN } from './equivalents/origin.ts';

export const EQUIVALENTS: Readonly<Record<string, EquivalentsByFile>> = {
  'lambdas/core/model': OF_MODEL,
  'lambdas/core/changes': OF_CHANGES,
  'lambdas/core/origin': OF_ORIGIN,
  'lambdas/core/codec': OF_CODEC,
  'lambdas/adapters/dynamodb': OF_DYNAMODB,
};
