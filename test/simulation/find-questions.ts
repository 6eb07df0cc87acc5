/**
 * Turns some listings into other questions: with conditions, in another order, or about many directories at the same
 * time.
 */
import type { Selection } from '../../lambdas/core/model/selection.ts';
import type { SortOrder } from '../../lambdas/core/model/sort-order.ts';
import type { Prng } from './prng.ts';
import type { Question } from './questions.ts';
import { directoriesOf, type Workload } from './workload.ts';

export interface FindAsked {
  kind: 'find';
  directory: string;
  filter: string;
  recursive: boolean;
  selection: Selection;
  order: SortOrder;
  partial: boolean;
  limits: () => number;
}

export interface ListManyAsked {
  kind: 'listMany';
  places: { directory: string; filter: string }[];
  limit: number;
}

const SORTS = ['name', 'lastModified', 'size'] as const;
const LARGEST_DRAWN_BYTES = 4;
const MAX_PLACES = 5;

/** @param finds a separate generator, so that the other questions of a seed do not change */
export function varied(finds: Prng, workload: Workload, question: Question): Question {
  if (question.kind !== 'list' || !finds.chance(workload.finds)) return question;
  if (finds.chance(0.25)) return drawListMany(finds, workload);
  const { directory, filter, recursive = false } = question;
  return {
    kind: 'find',
    ...{ directory, filter, recursive },
    selection: drawSelection(finds),
    order: { by: finds.pick(SORTS), descending: finds.chance(0.5) },
    partial: finds.chance(0.2),
    limits: () => finds.pick([1, 2, 3, 1_000, 1_000]),
  };
}

function drawListMany(finds: Prng, { keys }: Workload): Question {
  const directories = directoriesOf(keys);
  const places = Array.from({ length: finds.int(1, MAX_PLACES) }, () => ({
    directory: finds.pick(directories),
    filter: finds.chance(0.2) ? finds.pick(['a', 'b', 'n']) : '',
  }));
  return { kind: 'listMany', places, limit: finds.pick([1, 2, 1_000]) };
}

function drawSelection(finds: Prng): Selection {
  return {
    ...(finds.chance(0.2) && { type: finds.pick(['object', 'directory'] as const) }),
    ...(finds.chance(0.2) && { minSizeBytes: finds.int(0, LARGEST_DRAWN_BYTES) }),
    ...(finds.chance(0.2) && { maxSizeBytes: finds.int(0, LARGEST_DRAWN_BYTES) }),
    ...(finds.chance(0.2) && { contains: finds.pick(['A', 'b', '0', 'x']) }),
  };
}
