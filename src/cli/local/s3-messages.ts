// The body of a message on the source queue → the object that it is about, and when that was put.

import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../model/index.ts';

/** An object that S3 has told of. */
export interface ToldObject {
  /** `s3://bucket/key`. */
  readonly object: string;
  /** Epoch ms; undefined where the message is no notification of S3. */
  readonly putMs: number | undefined;
}

/** The objects of a notification, or of what an earlier scan left of one; none of S3's test event and what cannot be read. */
export function toldObjects(body: string): readonly ToldObject[] {
  const message = parseJson(body);
  if (!isJsonObject(message)) return [];
  const records = message['Records'];
  if (Array.isArray(records)) return records.flatMap(ofRecord);
  const rest = message['object'];
  return isJsonObject(rest) ? ofPlace(rest['bucket'], rest['key'], undefined) : [];
}

function ofRecord(record: JsonValue): readonly ToldObject[] {
  if (!isJsonObject(record)) return [];
  const s3 = objectIn(record, 's3');
  const putMs = Date.parse(String(record['eventTime']));
  const key = objectIn(s3, 'object')['key'];
  const decoded = typeof key === 'string' ? decodeURIComponent(key.replaceAll('+', ' ')) : key;
  const at = Number.isFinite(putMs) ? putMs : undefined;
  return ofPlace(objectIn(s3, 'bucket')['name'], decoded, at);
}

function ofPlace(
  bucket: JsonValue | undefined,
  key: JsonValue | undefined,
  putMs: number | undefined,
): readonly ToldObject[] {
  if (typeof bucket !== 'string' || typeof key !== 'string') return [];
  return [{ object: `s3://${bucket}/${key}`, putMs }];
}

function objectIn(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isJsonObject(value) ? value : {};
}
