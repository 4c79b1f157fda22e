import type { Alias, CST, Document, LineCounter, Node } from 'yaml';
import { onDemand } from '../on-demand.ts';
import type { Problem } from '../types.ts';
import type { PreparedDocument } from './prepared.ts';
import type { RuleFile } from './rule-set.ts';
import { sourceOffset } from './yaml-offset.ts';

/** Reads YAML 1.2 files of several documents and knows where in the file every value stands. */

/** The keys and indexes that lead from a document's root to a value. */
export type Path = readonly (string | number)[];

/** 1-based; columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Which half of a map entry is meant, and how many characters into its text. */
export interface Spot {
  readonly part?: 'key' | 'value';
  readonly offset?: number;
}

/** One document of a file. */
export interface YamlDocument {
  readonly file: string;
  readonly content: unknown;
  /** True when the YAML itself is broken; the content is then only what could be made out. */
  readonly broken: boolean;
  /** True when it is known that nothing is to be reported about it by itself. */
  readonly approved: boolean;
  /** Where a value stands; for a path that leads nowhere, the nearest value on the way. */
  position(path: Path, spot?: Spot): Position;
}

const yaml = onDemand('yaml');

/** Deeper than any rule; the parser's recursion would not survive thousands of levels. */
const DEEPEST = 100;

/** Problems are returned, not printed; a key is a text, as in JSON. */
const OPTIONS = { prettyErrors: false, logLevel: 'error', stringKeys: true } as const;

/** The documents of a file, and what is wrong with its YAML. */
export interface ReadYaml {
  readonly documents: YamlDocument[];
  readonly problems: Problem[];
}

/** The documents of a file that has been prepared; it is parsed when more is asked than where a document starts. */
export function knownYaml(file: RuleFile, known: readonly PreparedDocument[]): ReadYaml {
  let parsed: ReadYaml | undefined;
  const documents = known.map(({ content, line, column }, index): YamlDocument => {
    const position = (path: Path, spot?: Spot) => {
      if (path.length === 0 && spot === undefined) return { line, column };
      parsed ??= readYaml(file);
      return (parsed.documents[index] as YamlDocument).position(path, spot);
    };
    return { file: file.path, content, broken: false, approved: true, position };
  });
  return { documents, problems: [] };
}

/** Parses a file and leaves out empty documents. Never throws. */
export function readYaml(file: RuleFile): ReadYaml {
  const { Composer, LineCounter, Parser } = yaml();
  const text = file.text.replace(/^\uFEFF/, '');
  const lines = new LineCounter();
  const problems: Problem[] = [];
  const documents: YamlDocument[] = [];
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const deep = tokens.find(tooDeep);
  if (deep !== undefined) {
    const message = `YAML is nested more than ${DEEPEST} levels deep`;
    problems.push({ severity: 'error', file: file.path, ...at(lines, deep.offset), message });
    return { documents, problems };
  }
  for (const document of new Composer(OPTIONS).compose(tokens)) {
    const content = plain(document);
    problems.push(...problemsOf(document, content.reason, lines, file.path));
    const broken = document.errors.length > 0 || content.reason !== undefined;
    if (content.value === null && !broken) continue;
    documents.push({
      file: file.path,
      content: content.value,
      broken,
      approved: false,
      position: (path, spot = {}) => locate(document, text, lines, path, spot),
    });
  }
  return { documents, problems };
}

function at(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function tooDeep(document: CST.Token): boolean {
  const open: [CST.Token, number][] = [[document, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [token, depth] = next;
    if (depth > DEEPEST) return true;
    for (const child of children(token)) open.push([child, depth + 1]);
  }
  return false;
}

function children(token: CST.Token): CST.Token[] {
  const found: (CST.Token | null | undefined)[] = [];
  if (token.type === 'document') found.push(token.value);
  if ('items' in token) for (const item of token.items) found.push(item.key, item.value);
  return found.filter((child) => child !== null && child !== undefined);
}

/** `toJS` refuses aliases that lead nowhere or multiply without end. */
function plain(document: Document): { value: unknown; reason?: string } {
  try {
    return { value: document.toJS() };
  } catch (error) {
    return { value: null, reason: error instanceof Error ? error.message : String(error) };
  }
}

function problemsOf(
  document: Document,
  reason: string | undefined,
  lines: LineCounter,
  file: string,
): Problem[] {
  const found: Problem[] = [];
  for (const error of document.errors) {
    const message = `not valid YAML: ${error.message}`;
    found.push({ severity: 'error', file, ...at(lines, error.pos[0]), message });
  }
  for (const { pos, message } of document.warnings) {
    found.push({ severity: 'warning', file, ...at(lines, pos[0]), message });
  }
  if (reason !== undefined) {
    const message = `not valid YAML: ${reason}`;
    const start = document.contents?.range?.[0] ?? 0;
    found.push({ severity: 'error', file, ...at(lines, start), message });
  }
  return found;
}

function locate(
  document: Document,
  text: string,
  lines: LineCounter,
  path: Path,
  spot: Spot,
): Position {
  const { isScalar } = yaml();
  const node = nodeAt(document, path, spot.part ?? 'value');
  const start = node?.range?.[0] ?? 0;
  if (spot.offset === undefined || !isScalar(node)) return at(lines, start);
  return at(lines, sourceOffset(node, text, spot.offset));
}

/** The node that a path leads to; an entry without a value is shown by its key. */
function nodeAt(document: Document, path: Path, part: 'key' | 'value'): Node | undefined {
  const { isAlias, isNode, isScalar } = yaml();
  let key: unknown;
  let value: unknown = document.contents;
  for (const step of path) {
    const entry = entryAt(isAlias(value) ? target(value, document) : value, step);
    if (entry === undefined) break;
    ({ key, value } = entry);
  }
  const bare = isScalar(value) && value.range?.[0] === value.range?.[1];
  const shown = part === 'key' || bare ? (key ?? value) : value;
  return isNode(shown) ? shown : undefined;
}

function target(alias: Alias, document: Document): unknown {
  return alias.resolve(document);
}

function entryAt(
  value: unknown,
  step: string | number,
): { key: unknown; value: unknown } | undefined {
  const { isMap, isScalar, isSeq } = yaml();
  if (isSeq(value)) {
    const item = value.items[Number(step)];
    return item === undefined ? undefined : { key: undefined, value: item };
  }
  if (!isMap(value)) return undefined;
  const pair = value.items.find(({ key }) => String(isScalar(key) ? key.value : key) === `${step}`);
  return pair && { key: pair.key, value: pair.value };
}
