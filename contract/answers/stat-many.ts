/** Many objects and directories. */
import * as z from 'zod/mini';
import { listed, named } from './entry.ts';
import { text } from './fields.ts';
import { detail, directoryFacts } from './stat.ts';

const asked = text('The key as in the request.');

export const statResult = z
  .union([
    z.strictObject({
      key: asked,
      found: z.literal(true),
      type: z.literal('object'),
      name: named.name,
      ...listed,
      ...detail,
    }),
    z.strictObject({ key: asked, found: z.literal(true), type: z.literal('directory'), ...directoryFacts }),
    z.strictObject({ key: asked, found: z.literal(false) }),
  ])
  .check(z.meta({ id: 'StatResult' }));

export const statManyAnswer = z
  .strictObject({ results: z.array(statResult).check(z.meta({ description: "In the request's order." })) })
  .check(z.meta({ id: 'StatManyAnswer' }));

export type StatResult = z.output<typeof statResult>;
export type StatManyAnswer = z.output<typeof statManyAnswer>;
