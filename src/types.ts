/**
 * The contracts between the stages: a source yields blocks of bytes, a parser finds records in them,
 * detectors look at records, findings fold into alerts, sinks deliver alerts.
 */
export type { Alert, Sink } from './types/alert.ts';
export type { Detector, Durable } from './types/detector.ts';
export type { Evidence, Finding, Moment, Sighting, Witness } from './types/finding.ts';
export type { Json, JsonObject, Micros } from './types/json.ts';
export type { Change, Entry, Memory } from './types/memory.ts';
export type { Found, FoundRecord, Parser, Reject } from './types/parser.ts';
export type { AuditRecord, Derived, FieldPath, NumberedValues, Telling } from './types/record.ts';
export { LEVELS, type Level, type Matched, type Problem, type RuleInfo } from './types/rule.ts';
export type { Block, InputFile, LiveBlock, LiveSource, Source } from './types/source.ts';
