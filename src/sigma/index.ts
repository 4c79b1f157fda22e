export { type LoadOptions, loadRules } from './load.ts';
export { type ReadFiles, readRuleFiles } from './read-files.ts';
