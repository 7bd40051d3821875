// Slack: messages to an incoming webhook.

export { createSlackDestination, type SlackDeps } from './slack-destination.ts';
