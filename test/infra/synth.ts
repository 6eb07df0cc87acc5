/** Synthesises the stack for tests, without bundles unless a test needs them. */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { SettingsInput } from '../../infra/config.ts';
import { S3dexStack } from '../../infra/stack.ts';

export const ENVIRONMENT = { account: '123456789012', region: 'eu-west-1' };
/** CDK's own setting: an empty list means that nothing is bundled. */
const NO_BUNDLING = { 'aws:cdk:bundling-stacks': [] };

export interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is untyped JSON, and assertions are what type it.
  Properties: Record<string, any>;
  DependsOn?: string[];
  DeletionPolicy?: string;
}

// CDK's own validation of the template takes seconds. nag.test.ts runs it.
process.env.CDK_VALIDATION = 'false';

export function newApp(): App {
  return new App({ context: NO_BUNDLING, analyticsReporting: false });
}

/** Without stack traces: CDK takes one for each construct, which took a seventh of the time of this layer. */
export function synthesize(settings: SettingsInput): Template {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return Template.fromStack(new S3dexStack(newApp(), 's3dex', { settings, env: ENVIRONMENT }));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The resources of one type, with their logical ids. */
export function resourcesOf(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.findResources(type)) as [string, Resource][];
}

/** The only resource whose logical ID has this prefix. */
export function resource(template: Template, type: string, prefix: string): Resource {
  const found = resourcesOf(template, type).filter(([id]) => id.startsWith(prefix));
  if (found.length !== 1) throw new Error(`${found.length} resources of ${type} start with ${prefix}`);
  return found[0]![1];
}

export interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
  Principal?: unknown;
}

/** Every statement of the policies attached to one function's role. */
export function roleStatements(
  template: Template,
  fn: 'Listing' | 'Invalidation' | 'FillsWorker' | 'Canary' | 'Explorer',
): Statement[] {
  return resource(template, 'AWS::IAM::Policy', `Index${fn}Role`).Properties.PolicyDocument.Statement;
}

export const actionsOf = (statement: Statement): string[] => [statement.Action].flat();
