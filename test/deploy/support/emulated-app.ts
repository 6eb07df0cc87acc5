/**
 * The app of infra/app.ts, adapted to the emulator. The deployment does not test what is changed here; the tests
 * named below check it in the template.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, CfnResource, type Stack } from 'aws-cdk-lib';
import { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { readDeployment } from '../../../infra/context.ts';
import { S3dexStack } from '../../../infra/stack.ts';
import { FRONT_VARIABLE } from './front.ts';

/**
 * ministack 1.5.33 refuses alarms on metric math, so they watch one of their metrics (test/infra/metrics.test.ts).
 */
function withoutMetricMath(alarm: CfnAlarm): void {
  const queries = alarm.metrics as CfnAlarm.MetricDataQueryProperty[] | undefined;
  const stat = queries?.find((it) => it.metricStat)?.metricStat as CfnAlarm.MetricStatProperty | undefined;
  if (!stat) return;
  const { namespace, metricName, dimensions } = stat.metric as CfnAlarm.MetricProperty;
  Object.assign(alarm, { metrics: undefined, namespace, metricName, dimensions });
  Object.assign(alarm, { period: stat.period, statistic: 'Sum' });
}

/**
 * Sets the services' endpoints to the front (front.ts), in the SDKs' own variables. On AWS, functions need no such
 * variables.
 */
function atTheFront(fn: CfnResource): void {
  for (const service of ['S3', 'DYNAMODB', 'SQS']) {
    fn.addPropertyOverride(`Environment.Variables.AWS_ENDPOINT_URL_${service}`, process.env[FRONT_VARIABLE]);
  }
  // The canary calls the API by the name that the emulator gives it.
  fn.addPropertyOverride(
    'Environment.Variables.NODE_OPTIONS',
    `--import ${pathToFileURL(join(import.meta.dirname, 'loopback-names.mjs'))}`,
  );
}

/**
 * ministack 1.5.33 stores the CORS settings with the template's names, but reads them with the API's lower-case names.
 */
function withLowerCaseCors(api: CfnApi): void {
  const names = ['allowOrigins', 'allowMethods', 'allowHeaders', 'exposeHeaders', 'maxAge'] as const;
  const cors = api.corsConfiguration as CfnApi.CorsProperty | undefined;
  for (const name of cors ? names : []) api.addPropertyOverride(`CorsConfiguration.${name}`, cors?.[name]);
}

function adapt(stack: Stack): void {
  for (const it of stack.node.findAll()) {
    if (it instanceof CfnApi) withLowerCaseCors(it);
    if (it instanceof CfnAlarm) withoutMetricMath(it);
    if (CfnResource.isCfnResource(it) && it.cfnResourceType === 'AWS::Lambda::Function') atTheFront(it);
  }
}

if (!process.env[FRONT_VARIABLE]) throw new Error(`${FRONT_VARIABLE} is missing`);
const app = new App();
const { stackName, settings } = readDeployment(app.node);
adapt(new S3dexStack(app, stackName, { settings }));
app.synth();
