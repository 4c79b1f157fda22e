import { fileURLToPath } from 'node:url';
import type { Config } from '../config/index.ts';
import { loadConfig } from '../config/index.ts';
import { wants } from '../config/profile.ts';
import { DETECTORS } from '../detectors/index.ts';
import { installed } from '../installed.ts';
import { createEngine, type RuleEngine } from '../pipeline/engine.ts';
import type { Matching } from '../pipeline/reading/gist-lists.ts';
import { createBaselines, type Learned } from '../sigma/baseline/index.ts';
import { createCorrelations } from '../sigma/correlation/index.ts';
import { loadRules, readRuleFiles } from '../sigma/index.ts';
import type { FilterInfo, RuleSet, RuleTexts } from '../sigma/rule-set.ts';
import { type Detector, LEVELS, type Micros, type Problem, type RuleInfo } from '../types.ts';
import { printProblems, UsageError } from './exit.ts';

/** Where the bundled rules are. */
export const BUNDLED_RULES: string = fileURLToPath(installed('rules'));

/** Reads the configuration; prints its warnings; a `UsageError` carries all errors at once. */
export async function setUpConfig(file: string | undefined, flags: object): Promise<Config> {
  const { config, problems } = await loadConfig({ file, env: process.env, flags });
  if (config === undefined) throw new UsageError('the configuration has errors', problems);
  printProblems(problems);
  return config;
}

/** The rules that a configuration asks for, with everything that is wrong with them. */
export interface SiteRules {
  readonly rules: RuleSet;
  readonly problems: readonly Problem[];
  /** Documents left out because they are about other logs. */
  readonly foreign: number;
  readonly filters: readonly FilterInfo[];
  /** True when no other rules replace the bundled ones. */
  readonly bundled: boolean;
}

/** What rules are compiled from, and what could not be read. */
export interface SiteTexts extends Pick<SiteRules, 'bundled' | 'problems'> {
  readonly texts: RuleTexts;
}

/** Reads rules and filters. */
export async function readTexts(config: Config): Promise<SiteTexts> {
  const { paths, add, filters, placeholders, disable } = config.rules;
  const bundled = paths.length === 0;
  const rules = await readRuleFiles([...(bundled ? [BUNDLED_RULES] : paths), ...add]);
  const site = filters.length === 0 ? { files: [], problems: [] } : await readRuleFiles(filters);
  const texts = { files: rules.files, filters: site.files, placeholders, disable };
  return { texts, bundled, problems: [...rules.problems, ...site.problems] };
}

/** Reads and compiles rules and filters. Never throws for what is in them. */
export async function readRules(config: Config): Promise<SiteRules> {
  return compileTexts(await readTexts(config));
}

function compileTexts({ texts, bundled, problems }: SiteTexts): SiteRules {
  const loaded = loadRules(texts.files, texts);
  return { ...loaded, problems: [...problems, ...loaded.problems], bundled };
}

/** As `readRules`; prints warnings; errors are a `UsageError`. `read`: where that was done already. */
export async function setUpRules(config: Config, read?: SiteTexts): Promise<SiteRules> {
  const site = compileTexts(read ?? (await readTexts(config)));
  if (site.problems.some((problem) => problem.severity === 'error')) {
    throw new UsageError('the rules have errors', site.problems);
  }
  printProblems(site.problems);
  return site;
}

/**
 * Detectors with memory: the set's correlations and baselines, which begin with what they learned elsewhere,
 * and the hand-written ones beside the bundled rules.
 */
export function createDetectors(
  config: Config,
  site: Pick<SiteRules, 'rules' | 'bundled'>,
  learned?: Learned,
): Detector[] {
  const correlations = createCorrelations(site.rules, {
    windowEntries: config.correlation.windowEntries,
  });
  const written = site.bundled ? DETECTORS.map((detector) => detector.create({})) : [];
  const baselines = createBaselines(site.rules, config.baseline, learned);
  return [correlations, baselines, ...written] as Detector[];
}

/** What baselines learned elsewhere, from the file that the configuration names; a bad one is a `UsageError`. */
export async function setUpLearned(
  { baseline }: Config,
  { rules }: Pick<SiteRules, 'rules'>,
): Promise<Learned | undefined> {
  if (baseline.file === undefined) return undefined;
  const { readLearned } = await import('./learned-file.ts');
  return await readLearned(baseline.file, rules.baselines, baseline.entries);
}

/** Every rule that may alert, base rules left out. */
export function ruleInfos(
  site: Pick<SiteRules, 'rules'>,
  detectors: readonly Detector[],
): RuleInfo[] {
  const alone = site.rules.detections.filter((rule) => rule.alerts).map((rule) => rule.info);
  return [...alone, ...detectors.flatMap((detector) => detector.rules)];
}

/** How an engine is used. */
export interface EngineUse {
  /** The lateness where the configuration says nothing. */
  readonly lateness: Micros;
  readonly prompt?: boolean;
  /** What baselines begin with that have no memory of their own. */
  readonly learned?: Learned | undefined;
}

/** What commands allow that read logs which end: as long as kube-apiserver holds a webhook batch by default. */
export const REPLAY: EngineUse = { lateness: 30_000_000 };

/** The engine that a configuration asks for. */
export function setUpEngine(
  config: Config,
  site: SiteRules,
  options: Partial<EngineUse> = {},
): RuleEngine {
  const use = { ...REPLAY, ...options };
  const detectors = createDetectors(config, site, use.learned);
  const disabled = checkDisabled(config, [
    ...ruleInfos(site, detectors),
    ...site.filters.map((filter) => filter.info),
  ]);
  const lowest = LEVELS.indexOf(config.alerts.minLevel);
  return createEngine({
    rules: site.rules,
    detectors,
    lateness: config.correlation.lateness ?? use.lateness,
    prompt: use.prompt ?? false,
    pending: config.correlation.pending,
    fold: config.alerts.fold,
    raises: (rule) =>
      LEVELS.indexOf(rule.level) >= lowest &&
      wants(config.alerts.profile, rule) &&
      !disabled.has(rule.name) &&
      !disabled.has(rule.id),
  });
}

/** What a run over logs that end evaluates them with. */
export interface Replay {
  readonly engine: RuleEngine;
  /** For threads that do a part of it. */
  readonly matching: Matching;
}

/** The engine, its rules and what it learned elsewhere, for a run over logs that end. */
export async function setUpReplay(config: Config, read?: SiteTexts): Promise<Replay> {
  const site = await setUpRules(config, read);
  const engine = setUpEngine(config, site, { learned: await setUpLearned(config, site) });
  const { detections } = site.rules;
  const { reads } = engine;
  return { engine, matching: { rules: detections, reads } };
}

function checkDisabled(config: Config, rules: readonly RuleInfo[]): ReadonlySet<string> {
  const known = new Set(rules.flatMap((rule) => [rule.name, rule.id]));
  const unknown = config.rules.disable.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new UsageError(
      `rules.disable names no rule that alerts and no filter: ${unknown.join(', ')}; see 'satrap rules list'`,
    );
  }
  return new Set(config.rules.disable);
}
