/** Schemas as tables of their fields. The fields of a nested schema are rows below it. */
import { markdownTable as table } from './table.ts';
import type { Schema } from './types.ts';

export function schemaSections(schemas: Record<string, Schema>): string[] {
  return Object.entries(schemas).flatMap(([name, schema]) => [
    `### ${name}`,
    ...(schema.description === undefined ? [] : [schema.description]),
    ...bodyOf(schema),
  ]);
}

function bodyOf(schema: Schema): string[] {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) {
    return choices.every(({ $ref }) => $ref !== undefined)
      ? [`One of ${choices.map(typeOf).join(', ')}.`]
      : choices.flatMap((choice, at) => [at === 0 ? 'Either' : 'or', ...bodyOf(choice)]);
  }
  const rows = fieldRows(schema, '');
  return rows.length > 0 ? [table(['field', 'type', ''], rows)] : [];
}

/** One row for each field. `*` marks a field that is always present. */
function fieldRows(schema: Schema, path: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const required = schema.required?.includes(name) ? ' *' : '';
    const inner = field.items ?? field;
    const below = inner.properties ? fieldRows(inner, `${path}${name}${field.items ? '[]' : ''}.`) : [];
    return [[`\`${path}${name}\`${required}`, typeOf(field), field.description ?? ''], ...below];
  });
}

export function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.map(typeOf).join(' or ');
  if (schema.type === 'array') return arrayOf(schema);
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    return `object of ${typeOf(schema.additionalProperties)}`;
  }
  if (schema.format === 'date-time') return 'time';
  return `${schema.type ?? 'any'}${boundsOf(schema)}`;
}

/** Such as `array of string, 1 to 1000 items`. */
function arrayOf({ items = {}, minItems, maxItems }: Schema): string {
  const bounds = maxItems === undefined ? '' : `, ${minItems ?? 0} to ${maxItems} items`;
  return `array of ${typeOf(items)}${bounds}`;
}

/** Integers without bounds of their own have those of exact numbers. */
function boundsOf({ type, minimum, maximum }: Schema): string {
  const isBound = type === 'integer' && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  return isBound ? `, ${minimum ?? 0} to ${maximum}` : '';
}
