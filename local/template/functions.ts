/** Both functions of the template, running. */
import { randomUUID } from 'node:crypto';
import type { Functions } from '../functions.ts';
import type { Reporter } from '../stack.ts';
import type { Endpoints } from './aws-proxies.ts';
import { type FunctionPool, MAX_INSTANCES, startPool } from './function-pool.ts';
import { environmentOf, type FunctionSpec } from './function-spec.ts';
import type { Permissions } from './permissions.ts';
import { ACCOUNT } from './resolve.ts';

export interface RunningFunctions extends Functions {
  close(): void;
}

export interface RunningParts {
  listing: FunctionSpec;
  invalidation: FunctionSpec;
  region: string;
  endpoints: Endpoints;
  permissions: Permissions;
  report: Reporter;
}

export async function startFunctions(parts: RunningParts): Promise<RunningFunctions> {
  const [listing, invalidation] = await Promise.all([
    start(parts, parts.listing, MAX_INSTANCES),
    start(parts, parts.invalidation, MAX_INSTANCES),
  ]);
  return {
    listing: (event, requestId) => listing.invoke(event, requestId),
    invalidation: (event) => invalidation.invoke(event, randomUUID()),
    counters: async () => (await Promise.all([listing.counters(), invalidation.counters()])).flat(),
    close() {
      listing.close();
      invalidation.close();
    },
  };
}

function start(parts: RunningParts, spec: FunctionSpec, maxInstances: number): Promise<FunctionPool> {
  return startPool(
    {
      ...spec,
      environment: environmentOf(spec, parts.region, parts.endpoints),
      onOutput: (line) => print(parts, spec, line),
    },
    maxInstances,
  );
}

/** Lambda writes what a function prints with the function's own role; without the right to, it is lost. */
function print({ region, permissions, report }: RunningParts, spec: FunctionSpec, line: string): void {
  const resource = `arn:aws:logs:${region}:${ACCOUNT}:log-group:${spec.logGroup}:log-stream:local`;
  const may = (action: string) => permissions.allows(spec.role, { action, resource, context: {} });
  const written = [may('logs:CreateLogStream'), may('logs:PutLogEvents')].every(Boolean);
  if (written && !isMetrics(line)) report.fault(line);
}

/** Embedded Metric Format, which CloudWatch takes out of the log. */
function isMetrics(line: string): boolean {
  return line.startsWith('{"_aws":') || line.includes('"CloudWatchMetrics":');
}
