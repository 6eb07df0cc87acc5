/** S3DEX_PRICES: the prices of the deployment's Region, if its settings contain them. */
import * as z from 'zod/mini';
import { PRICES, type PriceList, type Prices } from '../../contract/prices.ts';
import { filled, jsonText } from './env-buckets.ts';

const dollars = z
  .number({ error: 'must be a number of dollars' })
  .check(z.gte(0, { error: 'must not be negative' }));
const names = Object.keys(PRICES) as (keyof typeof PRICES)[];
const prices: z.ZodMiniType<Prices> = z.strictObject(
  Object.fromEntries(names.map((name) => [name, dollars])) as Record<keyof typeof PRICES, typeof dollars>,
);

/** The variable's value: a JSON object. */
export const priceListText: z.ZodMiniType<PriceList, string> = z.pipe(
  jsonText,
  z.strictObject({ region: filled, asOf: filled, prices }),
);
