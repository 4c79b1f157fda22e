/** Memory that grows by pages of 64 KiB: its buffer is then a longer one over the same bytes. */
export interface ScannerMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** What reads lines into rows, in WebAssembly or in plain JavaScript: `assembly/` says what each function does. */
export interface ScannerCore {
  readonly memory: ScannerMemory;
  prepare(
    root: number,
    blank: number,
    rowWords: number,
    spans: number,
    event: number,
    version: number,
    scratch: number,
    scratchSize: number,
  ): void;
  prepareNumbering(
    table: number,
    slots: number,
    entries: number,
    numbers: number,
    room: number,
    roomSize: number,
  ): void;
  prepareMembers(table: number, slots: number): void;
  prepareShapes(at: number, size: number): void;
  prepareFingerprints(key: number, telling: number, size: number): void;
  prepareEvidence(fields: number, output: number, spans: number): void;
  scan(from: number, to: number, rows: number, most: number, longest: number): number;
  /** Where the last scan stopped. */
  stoppedAt(): number;
  evidence(row: number): number;
  isFull(): number | boolean;
}
