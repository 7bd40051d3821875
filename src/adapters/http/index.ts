// One POST to a host of a list, for the adapters of destinations.

export { type AllowedHosts, parseEndpoint } from './endpoint.ts';
export { MAX_ANSWER_BYTES, POST_TIMEOUT_MS } from './exchange.ts';
export { type PostDeps, type Posting, postWithSecret } from './post-with-secret.ts';
export { MAX_RETRY_AFTER_MS } from './retry-after.ts';
