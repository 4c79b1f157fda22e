/** How many names found room, of all steps together. */
export interface NameRoom {
  left: number;
}

/** Names that occur in a step: some are shown, the others counted. */
export class Names {
  readonly #room: NameRoom;
  readonly #most: number;
  readonly #shown = new Set<string>();
  readonly #others = new Set<string>();

  constructor(room: NameRoom, most: number) {
    this.#room = room;
    this.#most = most;
  }

  add(name: string | null): void {
    if (name === null || this.#shown.has(name)) return;
    if (this.#shown.size < this.#most) this.#shown.add(name);
    else if (this.#room.left > 0 && !this.#others.has(name)) {
      this.#others.add(name);
      this.#room.left--;
    }
  }

  get shown(): string[] {
    return [...this.#shown];
  }

  /** How many are not shown; where the room was full, at least so many. */
  get more(): number {
    return this.#others.size;
  }
}
