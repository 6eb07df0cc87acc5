/** Views: a bucket served under further names, each with a part of it, so that policies by path keep callers apart. */
import { z } from 'zod';
import { isViewName } from '../lambdas/adapters/env-views.ts';
import { servedPrefix } from './config-bucket.ts';

/** What fits into a function's environment beside the buckets is checked at synth. */
const MAX_VIEWS = 50;

export const viewSettings = z
  .array(
    z.strictObject({
      /** Its name in paths: `/v1/buckets/team-a/entries`. */
      view: z.string().refine(isViewName, { error: 'not a name (3-63 of a-z, 0-9, dot, hyphen)' }),
      /** The served bucket's name. */
      bucket: z.string(),
      prefixes: z.array(servedPrefix).min(1, { error: 'a view of a whole bucket is the bucket' }),
    }),
  )
  .max(MAX_VIEWS)
  .default([]);

export type ViewSettings = z.output<typeof viewSettings>[number];

interface Named {
  name?: string | undefined;
  prefixes: string[];
}

/** What is wrong with a view beside the buckets; undefined where nothing is. */
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
