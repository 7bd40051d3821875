// A record of Elastic Defend → what kind of event it is: dataset, actions and types, from strings or arrays alike.

import type { JsonObject } from '../../model/index.ts';
import { parsePath, readFirst, readPath } from '../path.ts';
import type { RecordView } from '../record-event.ts';
import { textOf, textsOf } from '../text.ts';

/** A record seen as an event of Elastic Defend. */
export interface ElasticView extends RecordView {
  /** `network`, `process`, …: the end of the dataset's name, else the category; `dns` for look-ups; '' if neither. */
  readonly group: string;
  /** event.action in lower case; an aggregated event has several. */
  readonly actions: readonly string[];
  /** event.type in lower case. */
  readonly types: readonly string[];
  /** event.category in lower case. */
  readonly categories: readonly string[];
}

const DATASET_PREFIX = 'endpoint.events.';
const DATASETS = ['data_stream.dataset', 'event.dataset'].map(parsePath);
const ACTION = parsePath('event.action');
const TYPE = parsePath('event.type');
const CATEGORY = parsePath('event.category');
const MODULE = parsePath('event.module');
const AGENT_TYPE = parsePath('agent.type');
const DNS_QUESTION = parsePath('dns.question');
const DNS_QUESTION_NAME = parsePath('dns.question.name');

const WINLOG_KEYS = ['winlog', 'winlog.channel', 'winlog.event_id'];

const GROUPS = ['process', 'network', 'file', 'registry', 'library', 'driver'];

/**
 * True for a dataset `endpoint.events.*`, and for no other of the endpoint's (alerts, metrics). Else for agent.type or event.module `endpoint` with a category that Defend
 * has, unless the record carries `winlog`: then it is a Windows event that some pipeline labelled.
 */
export function isElasticDefend(record: JsonObject): boolean {
  const dataset = datasetOf(record);
  if (dataset?.startsWith('endpoint.')) return dataset.startsWith(DATASET_PREFIX);
  const isEndpoint = isText(record, AGENT_TYPE, 'endpoint') || isText(record, MODULE, 'endpoint');
  if (!isEndpoint || WINLOG_KEYS.some((key) => Object.hasOwn(record, key))) return false;
  return lowerTexts(record, CATEGORY).some((category) => GROUPS.includes(category));
}

/** The record as an event of Elastic Defend. */
export function viewElastic(record: JsonObject): ElasticView {
  const actions = lowerTexts(record, ACTION);
  const categories = lowerTexts(record, CATEGORY);
  const dataset = datasetOf(record) ?? '';
  const named = dataset.startsWith(DATASET_PREFIX)
    ? dataset.slice(DATASET_PREFIX.length)
    : categories.find((category) => GROUPS.includes(category));
  const isDns = named === 'network' && isLookup(record, actions);
  const group = isDns ? 'dns' : (named ?? '');
  return { record, group, actions, types: lowerTexts(record, TYPE), categories };
}

function isLookup(record: JsonObject, actions: readonly string[]): boolean {
  if (actions.length > 0 && actions.every((action) => action.startsWith('lookup_'))) return true;
  const isConnection = actions.some((action) => /^(?:connection|disconnect)_/.test(action));
  const question = readPath(record, DNS_QUESTION) ?? readPath(record, DNS_QUESTION_NAME);
  return !isConnection && question !== undefined && question !== null;
}

/** Of two datasets one that is spelled as the endpoint spells them counts before one in capitals: lines are told by it. */
function datasetOf(record: JsonObject): string | undefined {
  const logged = textOf(readFirst(record, DATASETS));
  const dataset = logged?.toLowerCase();
  if (dataset === logged || !dataset?.startsWith(DATASET_PREFIX)) return dataset;
  const texts = DATASETS.map((path) => textOf(readPath(record, path)) ?? '');
  const isPlain = (text: string) => text.startsWith(DATASET_PREFIX) && text === text.toLowerCase();
  return texts.find(isPlain) ?? dataset;
}

function isText(record: JsonObject, path: ReturnType<typeof parsePath>, text: string): boolean {
  return textOf(readPath(record, path))?.toLowerCase() === text;
}

function lowerTexts(record: JsonObject, path: ReturnType<typeof parsePath>): readonly string[] {
  return textsOf(readPath(record, path)).map((text) => text.toLowerCase());
}
