/**
 * Prefixes that a caller may see, written as templates with claims of the caller's token: `users/${sub}/`, or
 * `${prefixes}` if the claim itself contains whole prefixes. A claim inside a template stands for the name of one
 * directory.
 */

/** The name of a claim in templates and tokens: `cognito:groups`, `https://app.example/team`. */
const CLAIM = /\$\{([\w:./-]{1,128})\}/;
const EVERY_CLAIM = new RegExp(CLAIM, 'g');
const WHOLE_CLAIM = new RegExp(`^${CLAIM.source}$`);

/**
 * True if the text is a directory and contains a claim. Without a claim, the prefix would be the same for all
 * callers.
 */
export function isPrefixTemplate(text: string): boolean {
  if (!CLAIM.test(text) || text.replace(EVERY_CLAIM, '').includes('$')) return false;
  return WHOLE_CLAIM.test(text) || text.endsWith('/');
}

/** The claims of a caller, as API Gateway passes them: each value is text; an array is text in brackets (`[a b]`). */
export type Claims = Readonly<Record<string, unknown>>;

/** If a template gives more prefixes than this to one caller, it grants none of them. */
const MAX_PREFIXES = 100;

/**
 * The prefixes that a template grants to this caller; none if a claim is missing or unsuitable, or if there are too
 * many.
 */
export function prefixesOf(template: string, claims: Claims): string[] {
  const whole = WHOLE_CLAIM.exec(template);
  const given = whole ? valuesOf(claims[whole[1]!]) : filled(template, claims);
  const prefixes = given.filter((it) => it.endsWith('/'));
  return prefixes.length > MAX_PREFIXES ? [] : prefixes;
}

/** One text for each combination of the claims' values. */
function filled(template: string, claims: Claims): string[] {
  const claim = CLAIM.exec(template);
  if (!claim) return [template];
  const [before, after] = [template.slice(0, claim.index), template.slice(claim.index + claim[0].length)];
  const names = valuesOf(claims[claim[1]!]).filter((it) => it !== '' && !it.includes('/'));
  if (names.length > MAX_PREFIXES) return [];
  // Inserted values are not searched for claims; only the rest of the template is.
  return filled(after, claims).flatMap((rest) => names.map((name) => before + name + rest));
}

function valuesOf(claim: unknown): string[] {
  if (typeof claim !== 'string') return [];
  return claim.startsWith('[') && claim.endsWith(']') ? claim.slice(1, -1).split(' ') : [claim];
}
