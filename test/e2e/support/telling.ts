// Who is told in a test: of everything at once, or as the defaults say.

/** So that what is published shows each process that was found: else low findings, and many of a rule, would wait in digests. */
export const TOLD_AT_ONCE = {
  SIGMA_LAMBDA_ROUTING: '{"levels":{"low":"post","informational":"post"}}',
  SIGMA_LAMBDA_HOURLY_BUDGET: '1000',
};

/** As a deployment that configures nothing. */
export const TOLD_BY_DEFAULT = {
  SIGMA_LAMBDA_ROUTING: '{}',
  SIGMA_LAMBDA_HOURLY_BUDGET: '5',
};
