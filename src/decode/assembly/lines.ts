// Bytes of NDJSON → its lines that are worth a look, in one pass, sixteen bytes at a time. AssemblyScript: compiled to
// WebAssembly by scripts/build-assembly.ts; src/decode/line-scanner.ts writes the config and reads what comes out.
//
// What it says of a line is what line-screen.ts says of it, or `LOOK`: then that one is asked.

/**
 * Six tables of sixteen bytes: by the low and the high half of a byte, the kinds of places of which it may be the first byte,
 * and the same of the second and the third. At a place of a kind three bytes have its bit.
 */
const TABLES: usize = 1024;
/** What is searched for: what it is for, address and length of its text, of what stands before it and behind it, whether it is a key. */
const NEEDLES: usize = 2048;
const NEEDLE_BYTES: usize = 36;
/** Kinds of events: by hash the worth of the kind (0 = free slot), its length, the address of its text. */
const KINDS: usize = 4096;
const KIND_SLOTS: u32 = 512;
const KIND_BYTES: usize = 12;
/** Members that state the id of a process: address and length of what is searched for, of what stands before and behind it. */
const IDS: usize = 12288;
const ID_BYTES: usize = 24;
/** The mark of kinds that have one: six tables as above, of the beginnings of its texts, a bit each; address and length of these. */
const MARK_TABLES: usize = 1152;
const MARKS: usize = 12800;
const MARK_BYTES: usize = 8;
/** Longest id that is compared. */
const MAX_ID_BYTES: usize = 256;
/**
 * Entries of what was found: quiet lines before it, where it begins, where its line feed stands, what it is, and of a late one
 * which process it is of.
 */
const ENTRIES: usize = 32768;
const ENTRY_BYTES: usize = 20;
const MAX_ENTRIES: usize = 14336;
const ENTRIES_END: usize = ENTRIES + MAX_ENTRIES * ENTRY_BYTES;

/** Where lines are gathered: behind those that are scanned. */
const GATHERED: usize = 0x300000 + 64;

/** What probes are for; of all others any place makes the line be looked at. */
const NUMBER: u32 = 0;
const KIND: u32 = 3;

/** What a line is. */
const ODD: u32 = 0;
const LOOK: u32 = 1;
const LATE: u32 = 2;
const QUIET: u32 = 3;
const LOUD: u32 = 4;

/** What was found in a line: kinds, by their worth, and what only a look can tell. */
const QUIET_KIND: u32 = 1;
const LATE_KIND: u32 = 2;
const MARKED_KIND: u32 = 4;
const UNSURE: u32 = 8;
const LOUD_KIND: u32 = 16;

const PROBE_EVERY: u32 = 1024;

const LF: u8 = 0x0a;
const CR: u8 = 0x0d;
const SPACE: u8 = 0x20;
const QUOTE: u8 = 0x22;
const APOSTROPHE: u8 = 0x27;
const DOT: u8 = 0x2e;
const ZERO: u8 = 0x30;
const COMMA: u8 = 0x2c;
const COLON: u8 = 0x3a;
const BACKSLASH: u8 = 0x5c;
const LETTER_E: u8 = 0x65;
const OPEN: u8 = 0x7b;
const CLOSE: u8 = 0x7d;

/** How many probes there are; the worth of kinds that are not listed; how many members state ids; how many texts marks have. */
let probes: u32 = 0;
let otherKinds: u32 = LOUD_KIND;
let ids: u32 = 0;
let marks: u32 = 0;

/** Of the line that is being read: whether an object may follow another, and what was found in it. */
let isMany: bool = false;
let finds: u32 = 0;

/** Of the kind or id that was found last. */
let isQuoted: bool = false;
/** True if what was looked at last is the name of a member that states an id. */
let isName: bool = false;

/** Behind the last line that was told or counted, and quiet lines since the last entry. */
let next: u32 = 0;
let quiet: u32 = 0;
/** Of the next line, and where the next entry is written. */
let nextOrdinal: u32 = 0;
let nextEntry: usize = ENTRIES;

export function configure(count: u32, others: u32, places: u32, texts: u32): void {
  ids = places;
  marks = texts;
  probes = count;
  otherKinds = others;
}

export function nextLine(): u32 {
  return next;
}

export function quietLines(): u32 {
  return quiet;
}

/** Of sixteen bytes the kinds of places that a table gives by both halves. */
@inline
function look(low: v128, high: v128, lowHalf: v128, highHalf: v128): v128 {
  return v128.and(i8x16.relaxed_swizzle(low, lowHalf), i8x16.relaxed_swizzle(high, highHalf));
}

/** What was found of the bytes before, one place behind: beside the bytes that follow these. */
@inline
function behind(before: v128, firsts: v128): v128 {
  return i8x16.shuffle(before, firsts, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
}

/**
 * Reads whole lines of `[from, to)` until there are no more, the entries are full, or a line is no plain object: that one is
 * the last entry. `ordinal` is that of the first record. Gives the number of entries. 64 bytes behind `to` are read too.
 */
export function scan(from: u32, to: u32, ordinal: u32): u32 {
  const half = i8x16.splat(0x0f);
  const low1 = v128.load(TABLES);
  const high1 = v128.load(TABLES, 16);
  const low2 = v128.load(TABLES, 32);
  const high2 = v128.load(TABLES, 48);
  const low3 = v128.load(TABLES, 64);
  const high3 = v128.load(TABLES, 80);
  nextEntry = ENTRIES;
  next = from;
  quiet = 0;
  nextOrdinal = ordinal;
  begin();
  let before = i8x16.splat(0);
  let before2 = i8x16.splat(0);
  for (let at = <usize>from; at <= <usize>to + 1; at += 64) {
    const a = v128.load(at);
    const aLow = v128.and(a, half);
    const aHigh = v128.and(i16x8.shr_u(a, 4), half);
    const a1 = look(low1, high1, aLow, aHigh);
    const a2 = v128.and(behind(before, a1), look(low2, high2, aLow, aHigh));
    const aHits = v128.and(behind(before2, a2), look(low3, high3, aLow, aHigh));
    const b = v128.load(at, 16);
    const bLow = v128.and(b, half);
    const bHigh = v128.and(i16x8.shr_u(b, 4), half);
    const b1 = look(low1, high1, bLow, bHigh);
    const b2 = v128.and(behind(a1, b1), look(low2, high2, bLow, bHigh));
    const bHits = v128.and(behind(a2, b2), look(low3, high3, bLow, bHigh));
    const c = v128.load(at, 32);
    const cLow = v128.and(c, half);
    const cHigh = v128.and(i16x8.shr_u(c, 4), half);
    const c1 = look(low1, high1, cLow, cHigh);
    const c2 = v128.and(behind(b1, c1), look(low2, high2, cLow, cHigh));
    const cHits = v128.and(behind(b2, c2), look(low3, high3, cLow, cHigh));
    const d = v128.load(at, 48);
    const dLow = v128.and(d, half);
    const dHigh = v128.and(i16x8.shr_u(d, 4), half);
    const d1 = look(low1, high1, dLow, dHigh);
    const d2 = v128.and(behind(c1, d1), look(low2, high2, dLow, dHigh));
    const dHits = v128.and(behind(c2, d2), look(low3, high3, dLow, dHigh));
    before = d1;
    before2 = d2;
    if (v128.any_true(v128.or(v128.or(aHits, bHits), v128.or(cHits, dHits)))) {
      const hits = bitsOf(aHits) | (bitsOf(bHits) << 16) | (bitsOf(cHits) << 32) | (bitsOf(dHits) << 48);
      if (meetAll(at - 2, hits, to)) break;
    }
  }
  return <u32>((nextEntry - ENTRIES) / ENTRY_BYTES);
}

/** A bit for each byte that is not 0. */
@inline
function bitsOf(hits: v128): u64 {
  return <u64>i8x16.bitmask(i8x16.ne(hits, i8x16.splat(0)));
}

/** What is met at the places, the first of which stands at `first`; true where no more is to be read. */
function meetAll(first: usize, hits: u64, to: u32): bool {
  for (let bits = hits; bits !== 0; bits &= bits - 1) {
    const place = first + <usize>ctz(bits);
    if (place >= <usize>to) return true;
    const byte = load<u8>(place);
    if (byte === LF) {
      if (ends(place)) return true;
    } else if (byte === CLOSE) closes(place);
    else if (finds < LOUD_KIND) meets(place, to);
  }
  return false;
}

/** A line ends: it is counted, or told. True where no more is to be read. */
function ends(feed: usize): bool {
  const found = judge(<usize>next, feed, nextOrdinal);
  if (found === QUIET) quiet++;
  else {
    store<u32>(nextEntry, quiet);
    store<u32>(nextEntry, next, 4);
    store<u32>(nextEntry, <u32>feed, 8);
    store<u32>(nextEntry, found, 12);
    store<u32>(nextEntry, found === LATE ? idOf(<usize>next, feed) : 0, 16);
    nextEntry += ENTRY_BYTES;
    quiet = 0;
  }
  nextOrdinal++;
  next = <u32>feed + 1;
  begin();
  return found === ODD || nextEntry === ENTRIES_END;
}

function begin(): void {
  isMany = false;
  finds = 0;
}

/** What the line `[start, feed)` is. */
function judge(start: usize, feed: usize, ordinal: u32): u32 {
  const end = feed > start && load<u8>(feed - 1) === CR ? feed - 1 : feed;
  if (end < start + 2 || load<u8>(start) !== OPEN || load<u8>(end - 1) !== CLOSE || isMany)
    return ODD;
  if (finds >= LOUD_KIND || ordinal % PROBE_EVERY === 0) return LOUD;
  if (finds === 0 || finds >= UNSURE) return LOOK;
  if ((finds & MARKED_KIND) !== 0 && hasMark(start, end)) return LOUD;
  return (finds & LATE_KIND) !== 0 ? LATE : QUIET;
}

/** A second object may follow a brace that closes. The line's own feed is no white space here. */
function closes(place: usize): void {
  let at = place + 1;
  while (isSpace(load<u8>(at))) at++;
  if (load<u8>(at) === OPEN) isMany = true;
}

function isSpace(byte: u8): bool {
  return byte === SPACE || byte === 0x09 || byte === CR;
}

/** What stands at a place where three bytes of a text may be. */
function meets(place: usize, to: u32): void {
  for (let index: u32 = 0; index < probes; index++) {
    const needle = NEEDLES + <usize>index * NEEDLE_BYTES;
    const start = place - <usize>load<u32>(needle, 32);
    if (isText(start, load<u32>(needle, 4), load<u32>(needle, 8))) meetsNeedle(start, needle, to);
  }
}

function meetsNeedle(place: usize, needle: usize, to: u32): void {
  const kind = load<u32>(needle);
  if (kind === KIND) {
    finds |= worthAt(place, needle, to);
  } else if (kind !== NUMBER || mayStandAlone(place, place + <usize>load<u32>(needle, 8))) {
    finds |= UNSURE;
  }
}

/** True if the text of that length stands at the place. */
function isText(place: usize, text: u32, length: u32): bool {
  let index: usize = 0;
  for (; index + 8 <= <usize>length; index += 8) {
    if (load<u64>(place + index) !== load<u64>(<usize>text + index)) return false;
  }
  for (; index < <usize>length; index++) {
    if (load<u8>(place + index) !== load<u8>(<usize>text + index)) return false;
  }
  return true;
}

function isWord(byte: u8): bool {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2d ||
    byte === DOT ||
    byte === 0x5f
  );
}

/** False where digits are for certain part of a longer word; zeros and escapes before them are looked at elsewhere. */
function mayStandAlone(from: usize, to: usize): bool {
  const behind = load<u8>(to);
  if (isWord(behind) && behind !== DOT && (behind | 0x20) !== LETTER_E) return false;
  const before = load<u8>(from - 1);
  if (!isWord(before) || before === ZERO) return true;
  return load<u8>(from - 2) === BACKSLASH || load<u8>(from - 6) === BACKSLASH;
}

/** What the kind that is named at the place is worth. */
function worthAt(place: usize, needle: usize, to: u32): u32 {
  const start = valueAt(place, needle);
  if (start === 0) return UNSURE;
  let at = start;
  let hash: u32 = 0x811c9dc5;
  for (; at < <usize>to && isWord(load<u8>(at)); at++) {
    hash = (hash ^ <u32>load<u8>(at)) * 0x01000193;
  }
  const close = load<u8>(at);
  const isWhole = isQuoted ? close === QUOTE : close === COMMA || close === CLOSE || isSpace(close);
  if (!isWhole || at === start || at >= <usize>to) return UNSURE;
  return worthOf(hash, start, <u32>(at - start));
}

/** Where the kind begins that the needle at the place names; 0 where something else stands there. */
function valueAt(place: usize, needle: usize): usize {
  const beforeLength = load<u32>(needle, 16);
  const behindLength = load<u32>(needle, 24);
  let at = place + <usize>load<u32>(needle, 8);
  if (!isText(place - <usize>beforeLength, load<u32>(needle, 12), beforeLength)) return 0;
  if (!isText(at, load<u32>(needle, 20), behindLength)) return 0;
  at += <usize>behindLength;
  isQuoted = true;
  return load<u32>(needle, 28) === 0 ? at : behindColon(at);
}

/** Where the value begins of the member whose name ends before `at`; 0 where no value stands there. */
function behindColon(from: usize): usize {
  let at = from;
  while (isSpace(load<u8>(at))) at++;
  if (load<u8>(at++) !== COLON) return 0;
  while (isSpace(load<u8>(at))) at++;
  isQuoted = load<u8>(at) === QUOTE;
  return isQuoted ? at + 1 : at;
}

function worthOf(hash: u32, start: usize, length: u32): u32 {
  let slot = hash % KIND_SLOTS;
  let kind = KINDS + <usize>slot * KIND_BYTES;
  while (load<u32>(kind) !== 0) {
    const isIt = load<u32>(kind, 4) === length && isText(start, load<u32>(kind, 8), length);
    if (isIt) return load<u32>(kind);
    slot = (slot + 1) % KIND_SLOTS;
    kind = KINDS + <usize>slot * KIND_BYTES;
  }
  return otherKinds;
}

/** True if one of the mark's texts stands in the line `[start, end)`. */
function hasMark(start: usize, end: usize): bool {
  for (let at = start; at < end; at += 16) {
    const first = markBits(v128.load(at), MARK_TABLES);
    const second = v128.and(first, markBits(v128.load(at, 1), MARK_TABLES + 32));
    const third = v128.and(second, markBits(v128.load(at, 2), MARK_TABLES + 64));
    for (let bits = bitsOf(third); bits !== 0; bits &= bits - 1) {
      const place = at + <usize>ctz(bits);
      for (let index: u32 = 0; index < marks; index++) {
        const mark = MARKS + <usize>index * MARK_BYTES;
        const length = load<u32>(mark, 4);
        if (place + <usize>length <= end && isFolded(place, load<u32>(mark), length)) return true;
      }
    }
  }
  return false;
}

@inline
function markBits(bytes: v128, tables: usize): v128 {
  const half = i8x16.splat(0x0f);
  const high = v128.and(i16x8.shr_u(bytes, 4), half);
  return look(v128.load(tables), v128.load(tables, 16), v128.and(bytes, half), high);
}

/** True if the text, whose letters are small ones, stands there with letters of whatever case. */
function isFolded(place: usize, text: u32, length: u32): bool {
  for (let index: usize = 0; index < <usize>length; index++) {
    const byte = load<u8>(place + index);
    const wanted = load<u8>(<usize>text + index);
    if (byte !== wanted && !(isLetter(wanted) && (byte | 0x20) === wanted)) return false;
  }
  return true;
}

/** Of the process that the line names, a hash of its id; 0 where it names none, several, or one that cannot be compared as it stands. */
function idOf(start: usize, feed: usize): u32 {
  let id: u32 = 0;
  for (let index: u32 = 0; index < ids; index++) {
    const place = IDS + <usize>index * ID_BYTES;
    const text = <usize>load<u32>(place);
    const first = i8x16.splat(load<u8>(text));
    const second = i8x16.splat(load<u8>(text, 1));
    for (let at = start; at < feed; at += 16) {
      const hits = v128.and(i8x16.eq(v128.load(at), first), i8x16.eq(v128.load(at, 1), second));
      for (let bits = i8x16.bitmask(hits); bits !== 0; bits &= bits - 1) {
        const found = at + <usize>ctz(bits);
        const one = found < feed ? idAt(found, place, feed) : 0;
        if (found >= feed || !isName) continue;
        if (one === 0 || (id !== 0 && id !== one)) return 0;
        id = one;
      }
    }
  }
  return id;
}

/** The hash of the id that the member states whose name stands there; 0 where it cannot be told. Says if it is such a name. */
function idAt(found: usize, place: usize, feed: usize): u32 {
  isName = false;
  const length = load<u32>(place, 4);
  const beforeLength = load<u32>(place, 12);
  const restLength = load<u32>(place, 20);
  const before = found - <usize>beforeLength;
  const rest = found + <usize>length;
  const quoteAt = rest + <usize>restLength;
  const quote = load<u8>(quoteAt);
  if (quote !== QUOTE && quote !== BACKSLASH && quote !== APOSTROPHE) return 0;
  if (!isText(found, load<u32>(place), length) || !isText(before, load<u32>(place, 8), beforeLength)) return 0;
  if (!isText(rest, load<u32>(place, 16), restLength) || isLetter(load<u8>(before - 1))) return 0;
  // In JSON or XML inside a text the name ends otherwise, and the id is not looked for there.
  isName = quote !== QUOTE;
  if (isName) return 0;
  const value = behindColon(quoteAt + 1);
  isName = value !== 0;
  return isName ? hashOfId(value, feed) : 0;
}

/** Without white space and braces, in lower case: ids that are written alike but for these have one hash. */
function hashOfId(start: usize, feed: usize): u32 {
  let hash: u32 = 0x811c9dc5;
  let at = start;
  const limit = min(feed, start + MAX_ID_BYTES);
  for (; at < limit; at++) {
    const byte = load<u8>(at);
    if (!isIdByte(byte)) break;
    if (byte === SPACE || byte === OPEN || byte === CLOSE) continue;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    hash = (hash ^ <u32>lower) * 0x01000193;
  }
  const close = load<u8>(at);
  const isEnd = isQuoted ? close === QUOTE : close === COMMA || close === CLOSE || isSpace(close);
  if (at === limit || !isEnd || (!isQuoted && at === start)) return 0;
  return max(hash, 1);
}

/** Of a text any printable ASCII but quotes and escapes; of a number digits alone. */
function isIdByte(byte: u8): bool {
  if (!isQuoted) return byte >= ZERO && byte <= 0x39;
  return byte >= SPACE && byte < 0x7f && byte !== QUOTE && byte !== BACKSLASH;
}

function isLetter(byte: u8): bool {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** Copies ranges one behind the other; their starts and ends stand, `count` of each, where entries do. Gives the place behind the last. */
export function gather(count: u32, base: u32): u32 {
  let to = GATHERED;
  for (let at = ENTRIES; at < ENTRIES + 4 * <usize>count; at += 4) {
    const start = load<u32>(at);
    const length = <usize>(load<u32>(at + 4 * <usize>count) - start);
    memory.copy(to, <usize>(base + start), length);
    to += length;
  }
  return <u32>to;
}
