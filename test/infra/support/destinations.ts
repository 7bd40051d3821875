// One destination of each kind, as a site would configure it.

/** ARN of a made-up secret. The account is the local servers'. */
export function secretOf(name: string): string {
  return `arn:aws:secretsmanager:us-east-1:000000000000:secret:sigma-lambda/${name}-AbCdEf`;
}

/** The context key `destinations`, with all four kinds. */
export const DESTINATIONS = [
  { name: 'soc', kind: 'slack', secretArn: secretOf('soc') },
  { name: 'on-call', kind: 'pagerduty', secretArn: secretOf('on-call'), region: 'eu' },
  { name: 'mail', kind: 'email', routes: ['digest', 'post'] },
  { name: 'chat', kind: 'amazon-q' },
] as const;
