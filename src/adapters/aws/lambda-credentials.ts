// The SDK's default credentials, as a function needs them: bundles have this in place of the search through files and services.

import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * The role's credentials, which Lambda sets as AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN. Calls fail with
 * CredentialsProviderError where they are absent. Named as the SDK's clients import it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const defaultProvider = fromEnv;
