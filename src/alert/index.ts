// Finding → Message: what people and filters are told of it.

export { MESSAGE_SCHEMA } from './attributes.ts';
export { correlationWords, groupWords, spanWords } from './correlation-words.ts';
export type { FindingMessage } from './finding-message.ts';
export { type MessageContext, toMessage } from './to-message.ts';
export { joinedWords } from './words.ts';
