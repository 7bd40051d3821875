// Method, path and query of an S3 request → operation name, and the IAM permissions that operation needs.

import { s3Arn } from '../names.ts';
import type { Permission } from './permission.ts';
import type { S3Target } from './s3-target.ts';

/**
 * Names the operation. Not read from the SDK's `x-id`: not every client sends it, and a log to be compared with
 * a policy must not trust what the caller says of itself.
 */
export function s3Operation(method: string, s3: S3Target, copySource: string | undefined): string {
  switch (method) {
    case 'GET':
      return readName(s3);
    case 'HEAD':
      return s3.key === '' ? 'HeadBucket' : 'HeadObject';
    case 'PUT':
      return s3.key === '' ? bucketName('Put', 'CreateBucket', s3) : putName(s3, copySource);
    case 'DELETE':
      if (s3.key === '') return bucketName('Delete', 'DeleteBucket', s3);
      return s3.query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'POST':
      return postName(s3);
    default:
      return `Unknown${method}`;
  }
}

function bucketName(verb: string, otherwise: string, s3: S3Target): string {
  return s3.query.has('lifecycle') ? `${verb}BucketLifecycleConfiguration` : otherwise;
}

function readName(s3: S3Target): string {
  if (s3.bucket === '') return 'ListBuckets';
  if (s3.key !== '') return s3.query.has('attributes') ? 'GetObjectAttributes' : 'GetObject';
  const list = s3.query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
  return bucketName('Get', list, s3);
}

function putName(s3: S3Target, copySource: string | undefined): string {
  const isCopy = copySource !== undefined;
  if (s3.query.has('partNumber')) return isCopy ? 'UploadPartCopy' : 'UploadPart';
  if (s3.query.has('renameObject')) return 'RenameObject';
  return isCopy ? 'CopyObject' : 'PutObject';
}

function postName(s3: S3Target): string {
  if (s3.query.has('uploads')) return 'CreateMultipartUpload';
  if (s3.query.has('uploadId')) return 'CompleteMultipartUpload';
  return s3.query.has('delete') ? 'DeleteObjects' : 'PostObject';
}

/**
 * IAM actions whose name is not the operation's. Those of a bucket are needed on the bucket, the others on the object.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: 's3:GetObject',
  HeadBucket: 's3:ListBucket',
  ListObjects: 's3:ListBucket',
  ListObjectsV2: 's3:ListBucket',
  ListBuckets: 's3:ListAllMyBuckets',
  CopyObject: 's3:PutObject',
  PostObject: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  UploadPart: 's3:PutObject',
  UploadPartCopy: 's3:PutObject',
  CompleteMultipartUpload: 's3:PutObject',
  RenameObject: 's3:PutObject',
  DeleteObjects: 's3:DeleteObject',
  GetBucketLifecycleConfiguration: 's3:GetLifecycleConfiguration',
  PutBucketLifecycleConfiguration: 's3:PutLifecycleConfiguration',
  DeleteBucketLifecycleConfiguration: 's3:PutLifecycleConfiguration',
};

const OBJECT_ACTION = /Object$|^s3:AbortMultipartUpload$|^s3:GetObjectAttributes$/;

/** The permissions an operation needs. A pinned version needs the action's `Version` form. */
export function s3Permissions(
  name: string,
  s3: S3Target,
  copySource: string | undefined,
): readonly Permission[] {
  const action = ACTIONS[name] ?? `s3:${name}`;
  if (name === 'ListBuckets') return [{ action, resource: '*' }];
  // DeleteObjects names its keys in the body; a policy for it is written on the whole bucket.
  const key = name === 'DeleteObjects' || name === 'PostObject' ? '*' : s3.key;
  const resource = OBJECT_ACTION.test(action) ? s3Arn(s3.bucket, key) : s3Arn(s3.bucket);
  const isPinned = s3.query.has('versionId') && OBJECT_ACTION.test(action);
  const own = { action: isPinned ? `${action}Version` : action, resource };
  return copySource === undefined ? [own] : [own, readPermission(copySource)];
}

function readPermission(copySource: string): Permission {
  const [path = '', version] = copySource.split('?versionId=');
  const action = version === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  return { action, resource: s3Arn(decodeURIComponent(path).replace(/^\//, '')) };
}
