// Successful writes of objects → notifications on their way to the targets each bucket is configured with.

import { randomUUID } from 'node:crypto';
import { LocalConfigError } from '../errors.ts';
import { type AnsweredWrite, createdObject, creationKind } from './created-object.ts';
import { deliver, deliverTest } from './deliver.ts';
import { type Deliveries, trackDeliveries } from './deliveries.ts';
import type { Exchanges } from './exchange.ts';
import type { App } from './http-types.ts';
import { internalCalls } from './internal-calls.ts';
import { assertConfigurable, type BucketNotification, covers } from './notification.ts';
import { createSequencer } from './sequencer.ts';

/** The notifications of all buckets. */
export interface Notifications extends Pick<Deliveries, 'flush'> {
  /**
   * Adds a configuration to a bucket. As in S3, a queue or topic gets an `s3:TestEvent` at once.
   * Rejects with a LocalConfigError for what S3 would refuse: no such bucket, a target that cannot be reached, overlap.
   */
  notify(bucket: string, notification: BucketNotification): Promise<void>;
}

type Configured = BucketNotification & { readonly id: string };

/** Registers the hook. Told of in onSend, so that no writer is answered before `flush` knows of its notification. */
export function installNotifications(app: App, exchanges: Exchanges): Notifications {
  const calls = internalCalls(app, exchanges);
  const { track, flush } = trackDeliveries();
  const nextSequencer = createSequencer();
  const configured = new Map<string, readonly Configured[]>();
  const ofBucket = (bucket: string): readonly Configured[] => configured.get(bucket) ?? [];
  const sizeNow = async (path: string): Promise<number> => (await calls.head(path)).size;

  const tell = (write: AnsweredWrite): void => {
    const { operation, target } = write;
    const kind = creationKind(operation);
    if (kind === undefined || write.reply.statusCode !== 200) return;
    const told = ofBucket(target.bucket).filter((one) => covers(one, kind, target.key));
    if (told.length === 0) return;
    const object = createdObject(write, nextSequencer(), sizeNow);
    for (const one of told) track(object.then((created) => deliver(one, created, calls)));
  };
  app.addHook('onSend', (request, reply, payload, done) => {
    const operation = exchanges.of(request)?.operation;
    const target = operation?.s3;
    if (operation === undefined || target === undefined) return done(null, payload);
    const isGone = operation.id === 's3:DeleteBucket' && reply.statusCode === 204;
    if (isGone) configured.delete(target.bucket);
    tell({ request, reply, payload, operation, target });
    done(null, payload);
  });

  const notify = async (bucket: string, notification: BucketNotification): Promise<void> => {
    assertConfigurable(bucket, notification, ofBucket(bucket));
    const { status } = await calls.head(`/${bucket}`);
    if (status !== 200) throw new LocalConfigError(`notification of ${bucket}: no such bucket`);
    try {
      await deliverTest(notification.target, bucket, calls);
    } catch (cause) {
      const message = `Unable to validate the following destination configurations (${bucket})`;
      throw new LocalConfigError(message, { cause });
    }
    const id = notification.id ?? randomUUID();
    configured.set(bucket, [...ofBucket(bucket), { ...notification, id }]);
  };
  return { notify, flush };
}
