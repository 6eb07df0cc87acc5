import { Token } from 'aws-cdk-lib';

/** Quotes text for IAM policies. `*`, `?` and `$` must be written as policy variables to be taken literally. */
export function literal(text: string): string {
  // A CDK token contains a `$` of CDK's own syntax. Here a token stands for a bucket's name, which has none of these
  // characters.
  if (Token.isUnresolved(text)) return text;
  return text.replace(/[*?$]/g, (character) => `\${${character}}`);
}
