// Where things lie → links that only those can follow who may read them.

/** Longer ones are shown as text: they would take the place of what matters. */
const MAX_URL = 300;

/** Nothing that ends a link in any channel, nothing that hides where it leads. */
const SAFE_URL = /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:[/?#][\w\-./?#=&%~:+,;@!()*]*)?$/;

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d+$/;

/** True for an https URL that every channel can show as a link. */
export function isLink(url: string): boolean {
  return url.replaceAll('&', '&amp;').length <= MAX_URL && SAFE_URL.test(url);
}

/**
 * The object in the AWS console, where the reader's own rights decide. Undefined where `location` is no
 * `s3://bucket/key`, or no region is known.
 */
export function consoleUrl(location: string, region: string | undefined): string | undefined {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+)$/s.exec(location) ?? [];
  if (bucket === undefined || key === undefined || region === undefined) return undefined;
  if (!REGION.test(region) || !key.isWellFormed()) return undefined;
  const prefix = encodeURIComponent(key).replaceAll("'", '%27');
  const url = `https://${region}.${consoleDomain(region)}/s3/object/${bucket}?region=${region}&prefix=${prefix}`;
  return isLink(url) ? url : undefined;
}

/** Partitions have consoles of their own. */
function consoleDomain(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}
