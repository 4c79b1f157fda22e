import type { Node } from 'yaml';
import { onDemand } from '../on-demand.ts';
import type { Problem } from '../types.ts';
import type { Path } from './settings.ts';

const yaml = onDemand('yaml');

/** A YAML file as data that remembers where everything stands. */
export interface ConfigDocument {
  /** `undefined` when the file is empty or is no YAML. */
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /** Where the value at a path stands, or else the nearest thing above it. */
  readonly placeOf: (path: Path) => Place;
  /** Where a key of the map at a path stands. */
  readonly placeOfKey: (path: Path, key: string) => Place;
}

/** 1-based; zeroes when nowhere. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place of what stands in no file. */
export const NOWHERE: Place = { line: 0, column: 0 };

/** An error at a place. */
export function errorAt(file: string, { line, column }: Place, message: string): Problem {
  return { severity: 'error', file, line, column, message };
}

/** Most runs have no file. */
const NOTHING: ConfigDocument = {
  data: undefined,
  problems: [],
  placeOf: () => NOWHERE,
  placeOfKey: () => NOWHERE,
};

/** Reads a configuration file's text. What is no YAML is a problem; nothing is thrown. */
export function readDocument(file: string, text: string): ConfigDocument {
  if (text === '') return NOTHING;
  const { isMap, isNode, isScalar, LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    // Neither shows the text around an error, which may be a secret, nor warns behind our back.
    prettyErrors: false,
    logLevel: 'error',
  });
  const place = (offset: number | undefined): Place => {
    if (offset === undefined) return NOWHERE;
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problem = (severity: Problem['severity'], offset: number, message: string): Problem => ({
    severity,
    file,
    ...place(offset),
    message: sentence(message),
  });
  const problems = [
    ...document.errors.map(({ pos, message }) => problem('error', pos[0], message)),
    ...document.warnings.map(({ pos, message }) => problem('warning', pos[0], message)),
  ];
  let data: unknown;
  if (document.errors.length === 0) {
    try {
      data = document.toJS() ?? undefined;
    } catch (error) {
      problems.push(problem('error', 0, (error as Error).message));
    }
  }
  const nodeAt = (path: Path): Node | undefined => {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node;
    }
    return undefined;
  };
  return {
    data,
    problems,
    placeOf: (path) => place(nodeAt(path)?.range?.[0]),
    placeOfKey(path, key) {
      const map = nodeAt(path);
      const pair = isMap(map)
        ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
        : undefined;
      return place((pair?.key as Node | undefined)?.range?.[0] ?? map?.range?.[0]);
    },
  };
}

/** The library's messages begin with a capital, and some end with a full stop. */
function sentence(message: string): string {
  const bare = message.replace(/\.$/, '');
  return `${bare.charAt(0).toLowerCase()}${bare.slice(1)}`;
}
