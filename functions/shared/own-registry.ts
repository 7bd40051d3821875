// A source by name → what reads its records, whoever else would claim them: that a scan was told of it, its prefix alone says.

import {
  createRegistry,
  isSourceId,
  type Registry,
  type SourceId,
} from '../../src/source/index.ts';

const registries = new Map<SourceId | undefined, Registry>();

/** Made once for each source, of which there are few; one that is not known reads what it can of all. */
export function ownRegistry(source: string | undefined): Registry {
  const only = source !== undefined && isSourceId(source) ? source : undefined;
  const registry = registries.get(only) ?? createRegistry({ only });
  registries.set(only, registry);
  return registry;
}
