/** `cdk synth` without any setting shows an example of a deployment. Deploying the example is refused. */
import { Annotations, CfnRule, Fn, type Stack } from 'aws-cdk-lib';
import { EXAMPLE_BUCKET } from './context.ts';

const WHICH = 'Which buckets? Deploy with -c buckets=NAME,NAME or -c config=FILE (docs/deploy.md)';

/** CloudFormation checks the rules of a template before it changes anything. The rule added here always fails. */
export function refuseDeployment(stack: Stack): void {
  Annotations.of(stack).addWarningV2('s3dex:example', `An example that cannot be deployed. ${WHICH}`);
  new CfnRule(stack, 'BucketsAreNamed', {
    assertions: [{ assert: Fn.conditionEquals(EXAMPLE_BUCKET, 'named'), assertDescription: WHICH }],
  });
}
