// Local and remote end of a connection + who opened it → Sigma's source and destination.

import type { DerivedRow } from './adapter.ts';
import { type RecordView, rowReader } from './record-event.ts';

/** Where a record has the two ends. */
export interface EndPaths {
  readonly localIp: string;
  readonly localPort: string;
  readonly remoteIp: string;
  readonly remotePort: string;
}

/**
 * The rows of both ends. `initiated` says 'true' or 'false' as Sigma's Initiated; where it says neither, it is not known
 * which end is which, and a peer's port must not pass for the destination's: all four are absent.
 */
export function endRows<V extends RecordView>(
  paths: EndPaths,
  initiated: (view: V) => string | undefined,
): readonly DerivedRow<V>[] {
  const row = (field: string, opened: string, accepted: string): DerivedRow<V> => {
    const reader = (path: string) => rowReader({ field, paths: [path], type: 'text' });
    const [readOpened, readAccepted] = [reader(opened), reader(accepted)];
    return {
      field,
      from: `${opened}; of a connection that this host accepted ${accepted}; without a direction absent`,
      derive: (view) => {
        const isInitiated = initiated(view);
        if (isInitiated === undefined) return undefined;
        return isInitiated === 'true' ? readOpened(view.record) : readAccepted(view.record);
      },
    };
  };
  return [
    row('SourceIp', paths.localIp, paths.remoteIp),
    row('SourcePort', paths.localPort, paths.remotePort),
    row('DestinationIp', paths.remoteIp, paths.localIp),
    row('DestinationPort', paths.remotePort, paths.localPort),
  ];
}
