/**
 * Reads the settings of `cdk deploy`: `-c buckets=photos,logs`, `-c config=FILE`, or both. Without either, the
 * deployment is an example.
 */

import { readFileSync } from 'node:fs';
import type { Node } from 'constructs';
import { isObject } from '../shared/is-object.ts';
import { parseSettings, type Settings, SettingsError } from './config.ts';

/** The context keys that `-c` accepts. Any other key is an error. */
export const CONTEXT_KEYS = ['buckets', 'config', 'stackName'] as const;
const DEFAULT_STACK_NAME = 's3dex';
/** The bucket of the example. */
export const EXAMPLE_BUCKET = 'example-bucket';

export interface Deployment {
  stackName: string;
  settings: Settings;
  /** No bucket was given: the template can be viewed, but not deployed. */
  isExample: boolean;
}

/** @throws SettingsError when the settings are invalid, with a message for the terminal. */
export function readDeployment(node: Node): Deployment {
  refuseUnknown(Object.keys(node.getAllContext()));
  const stackName = text(node, 'stackName') ?? DEFAULT_STACK_NAME;
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stackName)) {
    throw new SettingsError(`stackName: ${stackName} is not a CloudFormation stack name`);
  }
  const buckets = text(node, 'buckets')
    ?.split(',')
    .map((name) => name.trim());
  const file = text(node, 'config');
  if (file === undefined && buckets === undefined) {
    const settings = parseSettings({ buckets: [EXAMPLE_BUCKET] }, 'the example');
    return { stackName, settings, isExample: true };
  }
  const input = file === undefined ? {} : readConfig(file);
  if (buckets && 'buckets' in input) {
    throw new SettingsError(`The buckets are given twice: in -c buckets and in ${file}`);
  }
  const source = [buckets && '-c buckets', file].filter(Boolean).join(' and ');
  const settings = parseSettings(buckets ? { ...input, buckets } : input, source);
  return { stackName, settings, isExample: false };
}

/** CDK's own context keys contain a `:` or an `@`. All other keys were written by a person. */
function refuseUnknown(keys: string[]): void {
  const unknown = keys.filter(
    (key) => !/[:@]/.test(key) && !(CONTEXT_KEYS as readonly string[]).includes(key),
  );
  if (unknown.length > 0) {
    throw new SettingsError(
      `Unknown setting: -c ${unknown.join(', -c ')} (known: ${CONTEXT_KEYS.join(', ')})`,
    );
  }
}

function text(node: Node, key: (typeof CONTEXT_KEYS)[number]): string | undefined {
  const value: unknown = node.tryGetContext(key);
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '') throw new SettingsError(`-c ${key}= needs a value`);
  return value;
}

function readConfig(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isObject(value)) return value;
  } catch (error) {
    throw new SettingsError(`-c config=${file}: ${(error as Error).message}`);
  }
  throw new SettingsError(`-c config=${file}: not a JSON object`);
}
