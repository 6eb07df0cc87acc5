import { Token } from 'aws-cdk-lib';

/** Text inside IAM policies: `*`, `?` and `$` mean themselves only when written as policy variables. */
export function literal(text: string): string {
  // What is only known at deployment is written with a `$` of CDK's own; names of buckets, which these are, have none of the three.
  if (Token.isUnresolved(text)) return text;
  return text.replace(/[*?$]/g, (character) => `\${${character}}`);
}
