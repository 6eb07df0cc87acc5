/** What calls cost in the stack's Region, where the settings say so; AWS's prices differ from Region to Region. */
import { z } from 'zod';
import { PRICES, type PriceList, type Prices } from '../contract/prices.ts';

const MILLION = 1_000_000;

const price = z.number().nonnegative().optional();

/** In dollars a million, but for a gigabyte of log. What is left out costs what it costs in us-east-1. */
export const priceSettings = z.strictObject({
  region: z.string().min(1),
  /** The day on which somebody looked. */
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

/** By the call, as the functions and the dashboard reckon. */
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
