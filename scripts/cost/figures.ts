// scripts/cost/*.yml → prices and measured figures, typed. A name that is not there stops the generator.

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A list price. */
export interface Price {
  readonly usd: number;
  readonly per: string;
  readonly what: string;
  readonly page: string;
  readonly basis: 'secondary' | 'remembered';
}

/** A figure, and how it was had. */
export interface Figure {
  readonly value: number;
  readonly where: 'machine' | 'emulator' | 'template' | 'assumed';
  readonly how: string;
}

/** Units of the state table for a raw TB. */
export interface StateUnits {
  /** Of the records that they were counted with. */
  readonly recordBytes: number;
  readonly writes: number;
  readonly reads: number;
  readonly writesWithoutJoin: number;
  readonly readsWithoutJoin: number;
  /** The same where starts are kept in files. */
  readonly filedWrites: number;
  readonly filedReads: number;
  /** Partial matches that count, and that settle files of connections that it judged. */
  readonly filedCounts: number;
  /** GB of these files. */
  readonly filedGb: number;
}

/** Raw MB a second of one processor, decompression and what is kept for other objects included. */
export interface ScanRates {
  readonly mbPerSecond: number;
  readonly everyLineMbPerSecond: number;
}

/** A source of logs. */
export interface CostSource {
  readonly recordBytes: number;
  /** Of one processor: parsed, read and judged; what is kept of them is not in it. */
  readonly recordsPerSecond: number;
  /** Of the scan function, measured as a whole. Absent: the prefilter stands aside, and every line is parsed. */
  readonly scan?: ScanRates;
  readonly state: string;
  /** Why another source's units stand for it; absent: they are its own. */
  readonly likeness?: string;
  /** False where it keeps no starts for the join. @default true */
  readonly isJoined?: boolean;
}

type Named<T> = Readonly<Record<string, T>>;

/** Both files. */
export interface CostData {
  readonly priced: { readonly date: string; readonly region: string };
  readonly measuredOn: string;
  readonly prices: Named<Price>;
  readonly figures: Named<Figure>;
  readonly state: Named<StateUnits>;
  readonly sources: Named<CostSource>;
}

/** Reads them. */
export function readCostData(): CostData {
  const { prices, date, region } = readYaml('prices.yml');
  const { figures, state, sources, date: measuredOn } = readYaml('measured.yml');
  return { priced: { date, region }, measuredOn, prices, figures, state, sources };
}

/** USD of one unit. Throws where there is no such price. */
export function priceOf({ prices }: Pick<CostData, 'prices'>, name: string): number {
  return found(prices, name, 'scripts/cost/prices.yml').usd;
}

/** A figure's value. Throws where there is no such figure. */
export function figureOf({ figures }: Pick<CostData, 'figures'>, name: string): number {
  return found(figures, name, 'scripts/cost/measured.yml').value;
}

/** The state units that a source is counted with. Those of another source are scaled: shorter records are more events in a TB. */
export function unitsOf({ state }: CostData, source: CostSource): Omit<StateUnits, 'recordBytes'> {
  const { recordBytes, ...units } = found(state, source.state, 'scripts/cost/measured.yml');
  const scale = source.likeness === undefined ? 1 : recordBytes / source.recordBytes;
  return {
    writes: units.writes * scale,
    reads: units.reads * scale,
    writesWithoutJoin: units.writesWithoutJoin * scale,
    readsWithoutJoin: units.readsWithoutJoin * scale,
    filedWrites: units.filedWrites * scale,
    filedReads: units.filedReads * scale,
    filedCounts: units.filedCounts * scale,
    filedGb: units.filedGb * scale,
  };
}

function found<T>(named: Named<T>, name: string, file: string): T {
  const value = named[name];
  if (value !== undefined) return value;
  throw new TypeError(`${file} has no ${name}; it has ${Object.keys(named).join(', ')}`);
}

/** Our own files: what is wrong with them shows in the document, and its test. */
function readYaml(name: string) {
  return parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}
