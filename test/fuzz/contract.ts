/** The contract as the fuzzer sees it: the operations of the OpenAPI document, which is made from the schemas. */
import { openApiDocument } from '../../contract/openapi.ts';
import type { OperationId } from '../../contract/operations.ts';

/** The part of JSON Schema that the contract's requests use. */
export interface Schema {
  type?: 'string' | 'integer' | 'boolean' | 'array' | 'object';
  const?: string;
  enum?: string[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
}

export interface Parameter {
  name: string;
  required: boolean;
  schema: Schema;
}

export interface ContractOperation {
  id: OperationId;
  method: 'GET' | 'POST' | 'DELETE';
  /** The path template. */
  path: string;
  query: Parameter[];
  body?: Schema;
}

type Json = Record<string, unknown>;

export function contractOperations(): ContractOperation[] {
  const document = openApiDocument() as Json;
  const resolved = (value: unknown): unknown => {
    const reference = (value as { $ref?: string }).$ref;
    if (reference === undefined) return value;
    return reference
      .slice(2)
      .split('/')
      .reduce((part: unknown, step) => (part as Json)[step], document);
  };
  return Object.entries(document.paths as Record<string, Record<string, Json>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): ContractOperation => {
      const parameters = ((operation.parameters ?? []) as unknown[]).map(resolved) as (Parameter & {
        in: string;
      })[];
      const content = (operation.requestBody as { content: Record<string, { schema: unknown }> } | undefined)
        ?.content['application/json'];
      return {
        id: operation.operationId as OperationId,
        method: method.toUpperCase() as 'GET' | 'POST' | 'DELETE',
        path,
        query: parameters
          .filter((parameter) => parameter.in === 'query')
          .map(({ name, required = false, schema }) => ({
            name,
            required,
            schema: resolved(schema) as Schema,
          })),
        ...(content && { body: resolved(content.schema) as Schema }),
      };
    }),
  );
}
