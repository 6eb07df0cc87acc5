/** The command line of `npm run bench`. */
import { parseArgs } from 'node:util';

export interface Arguments {
  /** Measure only counts and bytes, compare them with their budgets, and leave out rivals that have no budget. */
  budgets: boolean;
  /** The file for the report. */
  json?: string;
  /** Measure only trees. With `json`, the result replaces the trees of the report in that file. */
  trees: boolean;
  /** Write the document of the cost model, without measuring. */
  cost: boolean;
  /** Write the document of an earlier report, without measuring. */
  performance?: string;
}

export const USAGE = `npm run bench -- [--json FILE]             everything, with the usual latencies: about fifteen minutes
npm run bench -- --budgets [--json FILE]   counts and bytes against their budgets; fails when one is broken
npm run bench -- --trees [--json FILE]     only trees, compared with their rivals; replaces the trees of the report in FILE
npm run bench -- --cost                    writes docs/cost.md and docs/cost.svg from the cost model
npm run bench -- --performance FILE        writes docs/performance.md from what --json wrote`;

/** An invalid command line. The message says why; the usage is printed after it. */
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
      trees: { type: 'boolean', default: false },
      cost: { type: 'boolean', default: false },
      json: { type: 'string' },
      performance: { type: 'string' },
    },
  });
  const { budgets, trees, cost, json, performance } = values;
  const asked = [
    budgets && '--budgets',
    trees && '--trees',
    cost && '--cost',
    performance !== undefined && '--performance',
  ];
  const [one, other] = asked.filter((it) => it !== false);
  if (other !== undefined) throw new Error(`${one} and ${other} are mutually exclusive`);
  if (json !== undefined && (cost || performance !== undefined))
    throw new Error(`--json is not possible with ${one}, which measures nothing`);
  return {
    budgets,
    trees,
    cost,
    json,
    performance,
  };
}
