// A part of a key → the same as the filter of a notification spells it.

/**
 * Percent-encoded but for S3's safe characters and the slash. Of what a part may hold that is `=` alone: a filter with a
 * bare one is taken, and is not sure to match any key.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export function filterText(part: string): string {
  return part.replaceAll('=', '%3D');
}
