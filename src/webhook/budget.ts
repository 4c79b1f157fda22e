/** Bytes that one body holds of the budget. */
export interface Hold {
  /** Takes more; false when there is no room, and then it holds what it held. */
  grow(bytes: number): boolean;
  release(): void;
}

/** Bounds the bytes of all bodies at hand. */
export interface Budget {
  /** Takes bytes; `undefined` when there is no room. What is alone always has room, whatever its size. */
  hold(bytes: number): Hold | undefined;
  readonly held: number;
}

/** A budget of so many bytes. */
export function createBudget(max: number): Budget {
  let held = 0;
  return {
    get held() {
      return held;
    },
    hold(bytes) {
      if (held > 0 && held + bytes > max) return undefined;
      let own = bytes;
      held += bytes;
      return {
        grow(more) {
          if (held > own && held + more > max) return false;
          own += more;
          held += more;
          return true;
        },
        release() {
          held -= own;
          own = 0;
        },
      };
    },
  };
}
