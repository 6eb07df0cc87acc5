/** The CDK app: one stack, made from the settings in the context and checked by cdk-nag at synthesis. */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { SettingsError } from './config.ts';
import { readDeployment } from './context.ts';
import { refuseDeployment } from './example.ts';
import { S3dexStack } from './stack.ts';

try {
  const app = new App();
  const { stackName, settings, isExample } = readDeployment(app.node);
  const stack = new S3dexStack(app, stackName, { settings });
  if (isExample) refuseDeployment(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  // This is an invalid setting and not a bug, so the message is shown without a stack trace.
  console.error(error.message);
  process.exitCode = 1;
}
