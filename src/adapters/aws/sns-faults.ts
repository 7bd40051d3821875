// The codes by which SNS refuses a message for what it holds.

/**
 * Refusals of the message itself. All others are of the topic, its key or our rights: mended without touching the message,
 * often by a deployment that is under way, so the message is tried again.
 */
export const FAULTS_OF_A_MESSAGE: ReadonlySet<string> = new Set([
  'InvalidParameter',
  'InvalidParameterException',
  'InvalidParameterValue',
  'InvalidParameterValueException',
  'ParameterValueInvalid',
  'ValidationError',
  'ValidationException',
]);
