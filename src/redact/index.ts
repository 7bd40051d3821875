// Texts and findings without the secrets in them: what is done before anything leaves the evidence bucket.

export { markOf, type SecretKind } from './mark.ts';
export { redactFinding } from './redact-finding.ts';
export { redactText } from './redact-text.ts';
export { redactValue } from './redact-value.ts';
