// Interfaces to the world outside: adapters implement them, the pipeline is given them.

export * from './alert-destination.ts';
export * from './alert-sink.ts';
export * from './alert-store.ts';
export * from './archive.ts';
export * from './arrivals.ts';
export * from './bucket-inspector.ts';
export * from './budget-store.ts';
export * from './clock.ts';
export * from './delivery-ledger.ts';
export * from './deployment-inspector.ts';
export * from './digest-store.ts';
export * from './due-index.ts';
export * from './fact.ts';
export * from './finding-store.ts';
export * from './key-inspector.ts';
export * from './message-source.ts';
export * from './notify-queue.ts';
export * from './object-ledger.ts';
export * from './object-reader.ts';
export * from './operations.ts';
export * from './partial-match-store.ts';
export * from './process-store.ts';
export * from './quarantine.ts';
export * from './run-files.ts';
export * from './secrets.ts';
export * from './work-queue.ts';
