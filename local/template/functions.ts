/** Runs the functions of the template. */
import { randomUUID } from 'node:crypto';
import type { Functions } from '../functions.ts';
import type { Reporter } from '../running-stack.ts';
import type { Endpoints } from './aws-proxies.ts';
import { startPool } from './function-pool.ts';
import { environmentOf, type FunctionSpec } from './function-spec.ts';
import type { InstanceSpec } from './instance.ts';
import type { Permissions } from './permissions.ts';
import { ACCOUNT } from './resolve.ts';

export interface RunningFunctions extends Functions {
  /** How to start an instance of each function: listing, invalidation and, if the template has one, fill. */
  instances: InstanceSpec[];
  close(): void;
}

export interface RunningParts {
  listing: FunctionSpec;
  invalidation: FunctionSpec;
  fill?: FunctionSpec | undefined;
  region: string;
  endpoints: Endpoints;
  permissions: () => Permissions;
  report: Reporter;
}

export async function startFunctions(parts: RunningParts): Promise<RunningFunctions> {
  const specs = [parts.listing, parts.invalidation, ...(parts.fill ? [parts.fill] : [])];
  const instances = specs.map((spec) => instanceOf(parts, spec));
  const started = await Promise.allSettled(instances.map((it) => startPool(it)));
  const pools = started.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
  const close = () => {
    for (const pool of pools) pool.close();
  };
  const [listing, invalidation, fill] = pools;
  if (listing === undefined || invalidation === undefined || pools.length < specs.length) {
    close();
    throw started.find((it) => it.status === 'rejected')?.reason;
  }
  return {
    listing: (event, requestId) => listing.invoke(event, requestId),
    invalidation: (event) => invalidation.invoke(event, randomUUID()),
    fill: async (event) => {
      if (!fill) throw new Error('the template has no function for fills');
      return fill.invoke(event, randomUUID());
    },
    counters: async () => (await Promise.all(pools.map((it) => it.counters()))).flat(),
    instances,
    close,
  };
}

function instanceOf(parts: RunningParts, spec: FunctionSpec): InstanceSpec {
  return {
    folder: spec.folder,
    handler: spec.handler,
    settings: spec.settings,
    environment: environmentOf(spec, parts.region, parts.endpoints),
    onOutput: (line) => print(parts, spec, line),
  };
}

/**
 * Lambda writes a function's output to the log with the function's own role. Without permission for that, the output
 * is lost.
 */
function print({ region, permissions, report }: RunningParts, spec: FunctionSpec, line: string): void {
  const resource = `arn:aws:logs:${region}:${ACCOUNT}:log-group:${spec.logGroup}:log-stream:local`;
  const may = (action: string) => permissions().allows(spec.role, { action, resource, context: {} });
  const written = [may('logs:CreateLogStream'), may('logs:PutLogEvents')].every(Boolean);
  if (written && !isMetrics(line)) report.fault(line);
}

/** True for a line in Embedded Metric Format, which CloudWatch extracts from the log. */
function isMetrics(line: string): boolean {
  return line.includes('"CloudWatchMetrics":');
}
