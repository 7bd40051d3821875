// What the hooks need of a Fastify request and reply, so that fastify itself (fauxqs' dependency) is not imported.

import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { buildApp } from 'fauxqs';

/** fauxqs' Fastify instance. It is a thenable: never return it from an async function. */
export type App = ReturnType<typeof buildApp>;

/** A request as the hooks see it. */
export interface LocalRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly raw: IncomingMessage;
}

/** A reply as the hooks see it. */
export interface LocalReply {
  readonly statusCode: number;
  readonly raw: ServerResponse;
  code(status: number): LocalReply;
  header(name: string, value: string): LocalReply;
  getHeader(name: string): number | string | string[] | undefined;
  send(payload: unknown): LocalReply;
  hijack(): LocalReply;
}

/** A form or JSON body whose fields are not yet known. */
export type Fields = Record<string, unknown>;

/** The body's fields; none for a body that is not an object. */
export function fieldsOf(body: unknown): Fields {
  return isFields(body) ? body : {};
}

/** Whether a value is an object with fields. */
export function isFields(body: unknown): body is Fields {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

/** A string field, or undefined. */
export function textOf(fields: Fields, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** A header's single value, or undefined. */
export function headerOf(request: LocalRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
