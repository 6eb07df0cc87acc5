/**
 * Conditions, built from named predicates. Attribute and value names are expression tokens (`o`, `#f`, `:o`).
 * No one-letter word is among DynamoDB's reserved words, so attributes stand as themselves.
 */

/** Only around what is put together: each level of parentheses makes dynalite's parser some four times slower. */
const grouped = (condition: string) => (/ (AND|OR) /.test(condition) ? `(${condition})` : condition);

export const all = (...conditions: string[]) => conditions.map(grouped).join(' AND ');
export const any = (...conditions: string[]) => conditions.map(grouped).join(' OR ');

export const isAbsent = (attribute: string) => `attribute_not_exists(${attribute})`;

/** Max-merge: writing the value does not lower what stands. */
export const absentOrAtMost = (attribute: string, value: string) =>
  any(isAbsent(attribute), `${attribute} <= ${value}`);

export const absentOrBelow = (attribute: string, value: string) =>
  any(isAbsent(attribute), `${attribute} < ${value}`);

/**
 * An observation that this one is later than, or one that a wrong clock stamped with a time to come. One whose time is not a
 * number was not written by us: it must not keep its place. (`:number` is the type's name.)
 */
export const observedBefore = (attribute: string, times: { value: string; latest: string }) =>
  any(
    isAbsent(attribute),
    `${attribute} < ${times.value}`,
    `${attribute} > ${times.latest}`,
    `NOT attribute_type(${attribute}, :number)`,
  );

/** An expiry that this one is not earlier than; one that is no number is none. */
export const notLowered = (attribute: string, value: string) =>
  any(isAbsent(attribute), `${attribute} <= ${value}`, `NOT attribute_type(${attribute}, :number)`);

export const NUMBER_TYPE = { ':number': 'N' } as const;
