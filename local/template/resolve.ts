/** Resolves intrinsic functions to the names of resources on this machine. */
import type { Template } from './template.ts';

export const ACCOUNT = '000000000000';

/** The values of `Ref` and `Fn::GetAtt` of one resource. */
export interface Physical {
  ref: string;
  attributes?: Readonly<Record<string, string>>;
}

export interface Names {
  region: string;
  resources: ReadonlyMap<string, Physical>;
}

/**
 * Resolves all references in a value.
 * @throws if a referenced resource does not exist. A deployment would fail too.
 */
export function resolve(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((it) => resolve(it, names));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1) {
    const [[name, content]] = entries as [[string, unknown]];
    if (name === 'Ref') return reference(String(content), names);
    if (name === 'Fn::GetAtt') return attribute(content as [string, string], names);
    if (name === 'Fn::Join') {
      const [delimiter, parts] = content as [string, unknown[]];
      return parts.map((it) => text(resolve(it, names))).join(delimiter);
    }
    if (name.startsWith('Fn::')) throw new Error(`${name} is not supported`);
  }
  return Object.fromEntries(entries.map(([key, it]) => [key, resolve(it, names)]));
}

function reference(logicalId: string, names: Names): string {
  const pseudo: Record<string, string> = {
    'AWS::AccountId': ACCOUNT,
    'AWS::Partition': 'aws',
    'AWS::Region': names.region,
    'AWS::StackId': `arn:aws:cloudformation:${names.region}:${ACCOUNT}:stack/local/0`,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const found = pseudo[logicalId] ?? names.resources.get(logicalId)?.ref;
  if (found === undefined) throw new Error(`Ref to ${logicalId}, which is not in the template`);
  return found;
}

function attribute([logicalId, name]: [string, string], names: Names): string {
  const found = names.resources.get(logicalId)?.attributes?.[name];
  if (found === undefined) throw new Error(`${logicalId}.${name} is not supported`);
  return found;
}

function text(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error('only text can be joined');
  return String(value);
}

/**
 * Returns names for all resources of the template. `given`: names that were made elsewhere, for example for queues.
 * All other resources are named by their logical ids.
 */
export function nameResources(
  template: Template,
  region: string,
  given: ReadonlyMap<string, Physical>,
): Names {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${ACCOUNT}:${rest}`;
  const naming: Record<string, (id: string, properties: Record<string, unknown>) => Physical> = {
    'AWS::DynamoDB::GlobalTable': (id) => ({ ref: id, attributes: { Arn: arn('dynamodb', `table/${id}`) } }),
    'AWS::Lambda::Function': (id) => ({ ref: id, attributes: { Arn: arn('lambda', `function:${id}`) } }),
    'AWS::Logs::LogGroup': (id) => ({ ref: id, attributes: { Arn: arn('logs', `log-group:${id}:*`) } }),
    'AWS::IAM::Role': (id) => ({ ref: id, attributes: { Arn: `arn:aws:iam::${ACCOUNT}:role/${id}` } }),
    'AWS::Events::Rule': (id) => ({ ref: id, attributes: { Arn: arn('events', `rule/${id}`) } }),
    'AWS::S3::Bucket': (_id, { BucketName }) => ({
      ref: String(BucketName),
      attributes: { Arn: `arn:aws:s3:::${BucketName}` },
    }),
    'AWS::ApiGatewayV2::Api': (id) => ({
      ref: id,
      attributes: { ApiEndpoint: `https://${id}.execute-api.${region}.amazonaws.com` },
    }),
  };
  const resources = new Map<string, Physical>(
    Object.entries(template.Resources).map(([id, { Type, Properties }]) => [
      id,
      given.get(id) ?? naming[Type]?.(id, Properties) ?? { ref: id },
    ]),
  );
  return { region, resources };
}
