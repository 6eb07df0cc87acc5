/**
 * Conditions, built from named predicates. Attribute and value names are expression tokens (`o`, `#f`, `:o`).
 * DynamoDB reserves no one-letter word, so these attributes need no placeholder.
 */

/** Adds parentheses only around compound conditions: each level makes dynalite's parser about four times slower. */
const grouped = (condition: string) => (/ (AND|OR) /.test(condition) ? `(${condition})` : condition);

export const all = (...conditions: string[]) => conditions.map(grouped).join(' AND ');
export const any = (...conditions: string[]) => conditions.map(grouped).join(' OR ');

export const isAbsent = (attribute: string) => `attribute_not_exists(${attribute})`;

/** True when writing this value does not lower the stored one. */
export const absentOrAtMost = (attribute: string, value: string) =>
  any(isAbsent(attribute), `${attribute} <= ${value}`);

export const absentOrBelow = (attribute: string, value: string) =>
  any(isAbsent(attribute), `${attribute} < ${value}`);

/**
 * True when the stored observation is older than this one, or when a wrong clock gave it a time in the future. A
 * stored time that is not a number was not written by us, so it may be replaced. (`:number` is the name of the
 * type.)
 */
export const observedBefore = (attribute: string, times: { value: string; latest: string }) =>
  any(
    isAbsent(attribute),
    `${attribute} < ${times.value}`,
    `${attribute} > ${times.latest}`,
    `NOT attribute_type(${attribute}, :number)`,
  );

/** True when the stored expiry is not later than this one. A stored expiry that is not a number counts as absent. */
export const notLowered = (attribute: string, value: string) =>
  any(isAbsent(attribute), `${attribute} <= ${value}`, `NOT attribute_type(${attribute}, :number)`);

export const NUMBER_TYPE = { ':number': 'N' } as const;
