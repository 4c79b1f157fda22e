/**
 * How rows and key tables lie in the scanner's memory, for both sides of it: this file is compiled by
 * TypeScript and by AssemblyScript. Places are counted in words of four bytes unless they say bytes.
 */

/** A row starts with where its record stands: the byte in memory, then how many bytes. */
export const ROW_FROM = 0;
export const ROW_LENGTH = 1;
/** The event's time in microseconds, as a double: two words. */
export const ROW_TIME = 2;
/** The content digest: four words. */
export const ROW_DIGEST = 4;
export const ROW_FLAGS = 8;
/** What the numbers of those slots come to that tell records apart: four words, all 0 where one of them has none. */
export const ROW_FINGERPRINT = 12;
/** Where the numbers begin, one for each slot. Behind them, from a multiple of four words on, are the spans. */
export const ROW_NUMBERS = 16;

/** Of each slot whose value is there: the byte in memory where it starts, its size and kind. */
export const SPAN_WORDS = 2;
export const SPAN_FROM = 0;
/** Bytes times four plus the kind. */
export const SPAN_SIZE = 1;

/** Nothing stands there. */
export const KIND_NONE = 0;
/** A string in ASCII without escapes. */
export const KIND_PLAIN = 1;
/** Any other string. */
export const KIND_STRING = 2;
/** Any other JSON value. */
export const KIND_OTHER = 3;

/** The number of a value that has none; where nothing seems to stand, only the whole event can tell. */
export const UNNUMBERED = 0;
/** The number that stands for nothing being there. */
export const ABSENT = 1;

/** Some text is not ASCII: whether it is UTF-8 is left to be checked. */
export const FLAG_WIDE = 1;

/** A node of the key table: first children by a hash of their key. */
export const NODE_BUCKETS = 64;

/** A key that a node knows. All places in bytes of memory, 0: none. */
export const CHILD_NEXT = 0;
export const CHILD_LENGTH = 1;
export const CHILD_KEY = 2;
export const CHILD_ACT = 3;
/** The slot that the value goes to, -1: none. */
export const CHILD_SLOT = 4;
/** The node for what is below. */
export const CHILD_NODE = 5;
/** 1: the value gets a number. */
export const CHILD_NUMBERED = 6;
/** How many numbers its values took. */
export const CHILD_TAKEN = 7;
/** Slots that only the whole event can tell once this key is there: it is another way to read their paths. */
export const CHILD_RIVALS = 8;
/** Slots below its node: only the whole event can tell when the value is an array. */
export const CHILD_BELOW = 9;
export const CHILD_WORDS = 12;
/** Lists of slots end with this. */
export const LIST_END = -1;

/** What a key means beside its slot. */
export const ACT_NONE = 0;
/** The record is not for the scanner. */
export const ACT_REFUSE = 1;
/** `kind`, which no digest counts. */
export const ACT_KIND = 3;
/** `apiVersion`, which no digest counts. */
export const ACT_VERSION = 4;
/** `auditID`. */
export const ACT_ID = 5;
/** `verb`. */
export const ACT_VERB = 6;
/** `stageTimestamp`. */
export const ACT_TIME = 7;
/** Of an array, the slot after its own gets the last element. */
export const ACT_LAST = 8;

/** What evidence consists of: the slots of these, in this order. */
export const EVIDENCE_FIELDS = 14;

/** The longest value that gets a number, in bytes. */
export const LONGEST_NUMBERED = 192;

/** The longest text that evidence takes as it is, in bytes. */
export const LONGEST_EVIDENCE = 512;
