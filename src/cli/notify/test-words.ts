// What the function of a destination answered to a test → words for who asked.

/** What an invocation came to; as the adapter has it, which is loaded late. */
export type TestInvocation =
  | { readonly kind: 'answered'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly errorType: string; readonly message: string };

/** Whether the test alert is there, and what is said of it. */
export interface TestWords {
  readonly isPosted: boolean;
  readonly text: string;
}

/** The words. Whatever does not say that it was posted was not. */
export function testWords(destination: string, invoked: TestInvocation): TestWords {
  if (invoked.kind === 'failed') {
    const text = `${destination}: the function failed: ${invoked.errorType}: ${invoked.message}`;
    return {
      isPosted: false,
      text: `${text}\nIts log says more; a wrong setting stops it at its start.`,
    };
  }
  const outcome = memberOf(invoked.value, 'outcome');
  const reason = memberOf(invoked.value, 'reason') ?? 'no reason given';
  switch (outcome) {
    case 'posted':
      return { isPosted: true, text: `${destination}: posted; look for [TEST] there` };
    case 'retry':
      return {
        isPosted: false,
        text: `${destination}: not posted: ${reason}\nAn alert would be tried again, for 12 hours. Try the test again, too.`,
      };
    case 'permanent':
      return {
        isPosted: false,
        text: `${destination}: not posted: ${reason}\nAn alert would go to the dead-letter queue: mend what the reason names (docs/notify.md).`,
      };
    default:
      return {
        isPosted: false,
        text: `${destination}: the function answered something else; expected the outcome of a test. Is the stack of the same version as this command?`,
      };
  }
}

function memberOf(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  const member: unknown = Reflect.get(value, name);
  return typeof member === 'string' ? member : undefined;
}
