/** The tree of keys that are asked for: what a key leads to. */

import { CHILD_KEY, CHILD_LENGTH, CHILD_NEXT, NODE_BUCKETS } from '../layout';
import { isSame } from './numbering';

/** The child of a node for a key, or 0. */
export function childOf(node: usize, key: usize, length: i32): usize {
  let bucket: i32 = 0;
  if (length > 0) bucket = length + load<u8>(key) * 3 + load<u8>(key + length - 1) * 5;
  bucket &= NODE_BUCKETS - 1;
  let child: usize = load<u32>(node + (<usize>bucket << 2));
  while (child != 0) {
    if (load<i32>(child, CHILD_LENGTH * 4) == length) {
      if (isSame(load<u32>(child, CHILD_KEY * 4), key, length)) return child;
    }
    child = load<u32>(child, CHILD_NEXT * 4);
  }
  return 0;
}
