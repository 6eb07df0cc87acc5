/** Answers about the service itself. */
import * as z from 'zod/mini';

export const healthAnswer = z.strictObject({ status: z.literal('ok') }).check(z.meta({ id: 'HealthAnswer' }));

export const openApiAnswer = z
  .looseObject({ openapi: z.string(), info: z.looseObject({ title: z.string(), version: z.string() }) })
  .check(z.meta({ id: 'OpenApiDocument', description: 'An OpenAPI 3.1 document.' }));

export type HealthAnswer = z.output<typeof healthAnswer>;
