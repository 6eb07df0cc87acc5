import { Token } from 'aws-cdk-lib';

/** Text in IAM policies: `*`, `?` and `$` must be written as policy variables to be taken literally. */
export function literal(text: string): string {
  // A token contains a `$` of CDK's own. It stands for a bucket's name here, which has none of these characters.
  if (Token.isUnresolved(text)) return text;
  return text.replace(/[*?$]/g, (character) => `\${${character}}`);
}
