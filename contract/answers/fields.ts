/**
 * Building blocks of the schemas of answers: a count, a time and a text, each with a description.
 *
 * This folder has one schema for the body of each 200 answer, and one for the problem. The OpenAPI document and the
 * client's types are generated from these schemas. The handler uses only their types: its encoders are typed with
 * them, and its tests parse answers with the schemas.
 */
import * as z from 'zod/mini';

export const count = (description: string) => z.int().check(z.gte(0), z.meta({ description }));

export const time = (description: string) =>
  z.string().check(
    z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    z.meta({
      description,
      examples: ['2026-11-22T09:30:00.000Z'],
      override: { format: 'date-time' },
    } as z.core.GlobalMeta),
  );

export const text = (description: string, examples?: string[]) =>
  z.string().check(z.meta({ description, examples }));
