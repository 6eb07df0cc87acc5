/**
 * Views: a bucket served under additional names, each with a part of it, so that policies by path can separate
 * callers.
 */
import { z } from 'zod';
import { isViewName } from '../lambdas/adapters/env-views.ts';
import { servedPrefix } from './config-bucket.ts';

/** The synthesis also checks that views and buckets fit in a function's environment. */
const MAX_VIEWS = 50;

export const viewSettings = z
  .array(
    z.strictObject({
      /** The view's name in paths: `/v1/buckets/team-a/entries`. */
      view: z.string().refine(isViewName, { error: 'not a name (3-63 of a-z, 0-9, dot, hyphen)' }),
      /** The name of the served bucket. */
      bucket: z.string(),
      prefixes: z
        .array(servedPrefix)
        .min(1, { error: 'must not be empty; for the whole bucket, use the bucket itself' }),
    }),
  )
  .max(MAX_VIEWS)
  .default([]);

export type ViewSettings = z.output<typeof viewSettings>[number];

interface Named {
  name?: string | undefined;
  prefixes: string[];
}

/** Checks a view against the buckets. Returns the problem; `undefined` if there is none. */
export function faultOfView(
  { view, bucket, prefixes }: ViewSettings,
  buckets: readonly Named[],
): string | undefined {
  const of = buckets.find((it) => it.name === bucket);
  if (!of) return `${bucket} is not a served bucket that is given by its name`;
  if (buckets.some((it) => it.name === view)) return `${view} is the name of a bucket`;
  const unserved = prefixes.find(
    (it) => of.prefixes.length > 0 && !of.prefixes.some((p) => it.startsWith(p)),
  );
  return unserved === undefined ? undefined : `${bucket} does not serve ${unserved}`;
}
