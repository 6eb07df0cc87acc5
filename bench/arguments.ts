/** What `npm run bench` understands. */
import { parseArgs } from 'node:util';

export interface Arguments {
  /** Counts and bytes alone, against their budgets, without rivals that do not matter to them. */
  budgets: boolean;
  json?: string;
}

export const USAGE = `npm run bench -- [--json FILE]      everything, with the usual latencies: about five minutes
npm run bench -- --budgets [--json FILE]   counts and bytes against their budgets; fails when one is broken
npm run bench -- --cost             writes docs/cost.md and docs/cost.svg from the cost model`;

export function readArguments(args: string[]): Arguments & { cost: boolean } {
  const { values } = parseArgs({
    args,
    strict: true,
    options: {
      budgets: { type: 'boolean', default: false },
      cost: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const { budgets, cost, json } = values;
  return { budgets, cost, ...(json !== undefined && { json }) };
}
