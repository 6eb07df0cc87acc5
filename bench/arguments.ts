/** What `npm run bench` understands. */
import { parseArgs } from 'node:util';

export interface Arguments {
  /** Counts and bytes alone, against their budgets, without rivals that do not matter to them. */
  budgets: boolean;
  /** Where the report goes. */
  json?: string;
  /** Write the page of the cost model, and measure nothing. */
  cost: boolean;
  /** Write the page of an earlier report, and measure nothing. */
  performance?: string;
}

export const USAGE = `npm run bench -- [--json FILE]             everything, with the usual latencies: about five minutes
npm run bench -- --budgets [--json FILE]   counts and bytes against their budgets; fails when one is broken
npm run bench -- --cost                    writes docs/cost.md and docs/cost.svg from the cost model
npm run bench -- --performance FILE        writes docs/performance.md from what --json wrote`;

/** What was asked for cannot be: said in its message, with the usage after it. */
export class UsageError extends Error {}

/** Throws a UsageError. */
export function readArguments(args: string[]): Arguments {
  try {
    return parse(args);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function parse(args: string[]): Arguments {
  const { values } = parseArgs({
    args,
    strict: true,
    options: {
      budgets: { type: 'boolean', default: false },
      cost: { type: 'boolean', default: false },
      json: { type: 'string' },
      performance: { type: 'string' },
    },
  });
  const { budgets, cost, json, performance } = values;
  const asked = [budgets && '--budgets', cost && '--cost', performance !== undefined && '--performance'];
  const [one, other] = asked.filter((it) => it !== false);
  if (other !== undefined) throw new Error(`${one} and ${other} are two different things`);
  if (json !== undefined && (cost || performance !== undefined))
    throw new Error(`${one} measures nothing that --json could write`);
  return {
    budgets,
    cost,
    ...(json !== undefined && { json }),
    ...(performance !== undefined && { performance }),
  };
}
