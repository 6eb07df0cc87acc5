/** The prices of the stack's Region, if the settings contain them. AWS's prices differ between Regions. */
import { z } from 'zod';
import { PRICES, type PriceList, type Prices } from '../contract/prices.ts';

const MILLION = 1_000_000;

const price = z.number().nonnegative().optional();

/** Dollars per million, and per GB for logs. Prices that are left out are those of us-east-1. */
export const priceSettings = z.strictObject({
  region: z.string().min(1),
  /** The date of these prices. */
  asOf: z.iso.date(),
  s3List: price,
  s3Head: price,
  readUnit: price,
  writeUnit: price,
  httpApiRequest: price,
  lambdaRequest: price,
  lambdaGbSecond: price,
  sqsRequest: price,
  logGb: price,
});

/** Converts the prices to prices per call, which the functions and the dashboard use. */
export function priceListOf({
  region,
  asOf,
  logGb,
  ...perMillion
}: z.output<typeof priceSettings>): PriceList {
  const given = Object.entries(perMillion).filter(([, dollars]) => dollars !== undefined);
  const own: Partial<Prices> = Object.fromEntries(
    given.map(([name, dollars = 0]) => [name, dollars / MILLION]),
  );
  return { region, asOf, prices: { ...PRICES, ...own, logGb: logGb ?? PRICES.logGb } };
}
