// Method, path and query → the S3 operation, named without trusting what the client says of itself.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { s3Operation, s3Permissions } from '../../../src/local/aws/s3-operation.ts';
import { s3TargetOf } from '../../../src/local/aws/s3-target.ts';

const BUCKET_ARN = 'arn:aws:s3:::b';
const KEY_ARN = 'arn:aws:s3:::b/k';

/** Request line, copy source after it where there is one → operation, and the permissions it needs. */
const OPERATIONS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'GET /': ['ListBuckets', 's3:ListAllMyBuckets *'],
  'GET /b': ['ListObjects', `s3:ListBucket ${BUCKET_ARN}`],
  'GET /b/?list-type=2': ['ListObjectsV2', `s3:ListBucket ${BUCKET_ARN}`],
  'GET /b/k': ['GetObject', `s3:GetObject ${KEY_ARN}`],
  'GET /b/k?x-id=PutObject': ['GetObject', `s3:GetObject ${KEY_ARN}`],
  'GET /b/k?versionId=1': ['GetObject', `s3:GetObjectVersion ${KEY_ARN}`],
  'GET /b/k?attributes': ['GetObjectAttributes', `s3:GetObjectAttributes ${KEY_ARN}`],
  'GET /b?lifecycle': [
    'GetBucketLifecycleConfiguration',
    `s3:GetLifecycleConfiguration ${BUCKET_ARN}`,
  ],
  'HEAD /b': ['HeadBucket', `s3:ListBucket ${BUCKET_ARN}`],
  'HEAD /b/k': ['HeadObject', `s3:GetObject ${KEY_ARN}`],
  'PUT /b': ['CreateBucket', `s3:CreateBucket ${BUCKET_ARN}`],
  'PUT /b/k': ['PutObject', `s3:PutObject ${KEY_ARN}`],
  'PUT /b/k?renameObject': ['RenameObject', `s3:PutObject ${KEY_ARN}`],
  'PUT /b/k?partNumber=1&uploadId=u': ['UploadPart', `s3:PutObject ${KEY_ARN}`],
  'PUT /b/k?partNumber=1&uploadId=u from /c/d%20e': [
    'UploadPartCopy',
    `s3:PutObject ${KEY_ARN}`,
    's3:GetObject arn:aws:s3:::c/d e',
  ],
  'PUT /b/k from c/d?versionId=1': [
    'CopyObject',
    `s3:PutObject ${KEY_ARN}`,
    's3:GetObjectVersion arn:aws:s3:::c/d',
  ],
  'POST /b/k?uploads': ['CreateMultipartUpload', `s3:PutObject ${KEY_ARN}`],
  'POST /b/k?uploadId=u': ['CompleteMultipartUpload', `s3:PutObject ${KEY_ARN}`],
  'POST /b?delete': ['DeleteObjects', `s3:DeleteObject ${BUCKET_ARN}/*`],
  'POST /b': ['PostObject', `s3:PutObject ${BUCKET_ARN}/*`],
  'DELETE /b': ['DeleteBucket', `s3:DeleteBucket ${BUCKET_ARN}`],
  'DELETE /b/k': ['DeleteObject', `s3:DeleteObject ${KEY_ARN}`],
  'DELETE /b/k?uploadId=u': ['AbortMultipartUpload', `s3:AbortMultipartUpload ${KEY_ARN}`],
  'PATCH /b/k': ['UnknownPATCH', `s3:UnknownPATCH ${BUCKET_ARN}`],
};

for (const [line, [name, ...needs]] of Object.entries(OPERATIONS)) {
  it(`calls ${line} ${name}, which needs ${needs.join(' and ')}`, () => {
    const [request = '', copySource] = line.split(' from ');
    const [method = '', url = ''] = request.split(' ');
    const target = s3TargetOf({ url });
    assert.equal(s3Operation(method, target, copySource), name);
    const found = s3Permissions(name, target, copySource);
    assert.deepEqual(
      found.map(({ action, resource }) => `${action} ${resource}`),
      needs,
    );
  });
}
