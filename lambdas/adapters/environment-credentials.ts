/**
 * Replaces `@aws-sdk/credential-provider-node` in the functions' bundles (infra/function-bundle.ts), because Lambda
 * puts a function's credentials into its environment.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
