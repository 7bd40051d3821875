// Interfaces to the world outside: adapters implement them, the pipeline is given them.

export * from './object-reader.ts';
export * from './quarantine.ts';
