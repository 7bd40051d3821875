// The vocabulary every layer shares. Imports nothing.

export * from './alert.ts';
export * from './balance.ts';
export * from './compare-text.ts';
export * from './correlation.ts';
export * from './diagnostic.ts';
export * from './digest.ts';
export * from './filter-document.ts';
export * from './finding.ts';
export * from './json.ts';
export * from './line-screen.ts';
export * from './log-event.ts';
export * from './match.ts';
export * from './message.ts';
export * from './metric-names.ts';
export * from './offer.ts';
export { parseJson } from './parse-json.ts';
export * from './partial-order.ts';
export * from './raw-record.ts';
export * from './result.ts';
export * from './rule.ts';
export * from './safe-text.ts';
export * from './scan-counts.ts';
export * from './sortable-number.ts';
export * from './stored-alert.ts';
export * from './stored-finding.ts';
export * from './tenant.ts';
export * from './write-sigma.ts';
