import { contentId } from './content-id.ts';
import type { Whose } from './report/common.ts';
import { type Caller, seriesOf } from './trail/caller.ts';

const known: Readonly<Record<Whose, WeakMap<Caller, string>>> = {
  suspect: new WeakMap(),
  own: new WeakMap(),
};

/** The id of the place and program that a caller is, in the report. */
export function originId(caller: Caller, whose: Whose): string {
  const ids = known[whose];
  let id = ids.get(caller);
  if (id === undefined) {
    id = contentId('origin', caller.user, seriesOf(caller), caller.address, caller.program, whose);
    ids.set(caller, id);
  }
  return id;
}
