// Why a function could not be invoked → what is to be done about it.

/** What is known of it. */
export interface InvocationFault {
  readonly functionName: string;
  /** As asked for; undefined = that of the environment. */
  readonly region: string | undefined;
  /** The service's code, or the class of the SDK's error. */
  readonly code: string;
  readonly message: string;
}

/** One line, and what to do in the next. */
export function invocationHelp({ functionName, region, code, message }: InvocationFault): string {
  const where = region === undefined ? 'the region of the environment' : region;
  switch (code) {
    case 'ResourceNotFoundException':
      return `there is no function ${functionName} in ${where}\nLook at --destination, --stack and --region; the stack's outputs name its destinations.`;
    case 'AccessDeniedException':
      return `not allowed to invoke ${functionName}: ${message}\nAsk for lambda:InvokeFunction on it.`;
    case 'CredentialsProviderError':
      return 'there are no credentials of AWS\nSign in (aws sso login), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
    case 'ExpiredTokenException':
    case 'UnrecognizedClientException':
    case 'InvalidSignatureException':
      return `AWS does not take the credentials: ${code}: ${message}\nSign in again; look at the clock of this machine.`;
    case 'TooManyRequestsException':
      return `the function has no room now: ${message}\nTry again in a minute.`;
    default:
      if (/region is missing/i.test(message)) {
        return 'no region is known\nGive --region, or set AWS_REGION.';
      }
      return `${functionName} could not be invoked: ${code}: ${message}\nTry again; is Lambda reached from here?`;
  }
}
