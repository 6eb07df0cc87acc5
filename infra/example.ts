/** `cdk synth` without any setting shows what a deployment would be; deploying that is refused. */
import { Annotations, CfnRule, Fn, type Stack } from 'aws-cdk-lib';
import { EXAMPLE_BUCKET } from './context.ts';

const WHICH = 'Which buckets? Deploy with -c buckets=NAME,NAME or -c config=FILE (docs/deploy.md)';

/** CloudFormation checks a template's rules before it touches anything; this one never holds. */
export function refuseDeployment(stack: Stack): void {
  Annotations.of(stack).addWarningV2('s3dex:example', `An example that cannot be deployed. ${WHICH}`);
  new CfnRule(stack, 'BucketsAreNamed', {
    assertions: [{ assert: Fn.conditionEquals(EXAMPLE_BUCKET, 'named'), assertDescription: WHICH }],
  });
}
