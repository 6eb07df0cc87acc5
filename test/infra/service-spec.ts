/**
 * Checks templates against AWS's own descriptions of its resources (@aws-cdk/aws-service-spec): names, types,
 * required values, enums.
 */
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType } from '@aws-cdk/service-spec-types';

type Properties = Record<string, Property>;
type Json = unknown;

const database = loadAwsServiceSpecSync();

/** The errors, one line each: `LogicalId.Property: what`. */
export function faultsOf(template: {
  Resources: Record<string, { Type: string; Properties?: object }>;
}): string[] {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    if (Type.startsWith('Custom::') || Type === 'AWS::CloudFormation::CustomResource') return [];
    const known = database.lookup('resource', 'cloudFormationType', 'equals', Type);
    if (known.length === 0) return [`${id}: ${Type} is no type of resource`];
    return inObject(id, Properties, known.only().properties);
  });
}

function inObject(path: string, value: Json, properties: Properties): string[] {
  if (isIntrinsic(value)) return [];
  if (!isObject(value)) return [`${path}: not an object`];
  const unknown = Object.keys(value).filter((name) => !(name in properties));
  const missing = Object.keys(properties).filter((name) => properties[name]!.required && !(name in value));
  return [
    ...unknown.map((name) => `${path}.${name}: no such property`),
    ...missing.map((name) => `${path}.${name}: missing`),
    ...Object.entries(value).flatMap(([name, inner]) =>
      properties[name] ? inType(`${path}.${name}`, inner, properties[name].type) : [],
    ),
  ];
}

function inType(path: string, value: Json, type: PropertyType): string[] {
  if (isIntrinsic(value)) return [];
  const wrong = (holds: boolean, what: string) =>
    holds ? [] : [`${path}: not ${what}: ${JSON.stringify(value)}`];
  switch (type.type) {
    case 'string':
      if (!['string', 'number'].includes(typeof value)) return wrong(false, 'a text');
      return wrong(
        !type.allowedValues?.length || type.allowedValues.includes(String(value)),
        `one of ${type.allowedValues}`,
      );
    case 'integer':
      return wrong(Number.isInteger(value), 'an integer');
    case 'number':
      return wrong(typeof value === 'number', 'a number');
    case 'boolean':
      return wrong(typeof value === 'boolean', 'a boolean');
    case 'json':
      return wrong(isObject(value) || typeof value === 'string', 'JSON');
    case 'date-time':
      return wrong(typeof value === 'string', 'a time');
    case 'null':
      return wrong(value === null, 'null');
    case 'array':
      if (!Array.isArray(value)) return wrong(false, 'an array');
      return value.flatMap((inner, index) => inType(`${path}[${index}]`, inner, type.element));
    case 'map':
      if (!isObject(value)) return wrong(false, 'a map');
      return Object.entries(value).flatMap(([name, inner]) => inType(`${path}.${name}`, inner, type.element));
    case 'tag':
      return wrong(isObject(value) && 'Key' in value && 'Value' in value, 'a tag');
    case 'ref':
      return inObject(path, value, database.get('typeDefinition', type.reference.$ref).properties);
    case 'union': {
      const faults = type.types.map((it) => inType(path, value, it));
      return faults.some((it) => it.length === 0) ? [] : faults[0]!;
    }
  }
}

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value that is known only at deployment. */
function isIntrinsic(value: Json): boolean {
  if (!isObject(value)) return false;
  const names = Object.keys(value);
  return names.length === 1 && (names[0] === 'Ref' || names[0]!.startsWith('Fn::'));
}
