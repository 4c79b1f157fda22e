import { createRequire } from 'node:module';
import type * as Re2 from 're2js';
import type * as Assembler from 'stream-json/core/assembler.js';
import type * as Parser from 'stream-json/core/parser.js';
import type * as Yaml from 'yaml';

/** Packages that take long to load and that many runs never need. */
interface Packages {
  readonly re2js: typeof Re2;
  readonly 'stream-json/core/assembler.js': typeof Assembler;
  readonly 'stream-json/core/parser.js': typeof Parser;
  readonly yaml: typeof Yaml;
}

const require = createRequire(import.meta.url);

/** A package that is loaded when it is first asked for. */
export function onDemand<Name extends keyof Packages>(name: Name): () => Packages[Name] {
  let loaded: Packages[Name] | undefined;
  return () => {
    loaded ??= require(name) as Packages[Name];
    return loaded;
  };
}
