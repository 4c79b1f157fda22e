import { resolve } from 'node:path';
import { DETECTORS } from '../../src/detectors/index.ts';
import { createEngine, type RuleEngine } from '../../src/pipeline/engine.ts';
import { createBaselines } from '../../src/sigma/baseline/index.ts';
import { createCorrelations } from '../../src/sigma/correlation/index.ts';
import { loadRules, readRuleFiles } from '../../src/sigma/index.ts';
import type { FilterInfo, RuleSet, RuleTexts } from '../../src/sigma/rule-set.ts';
import type { Placeholders } from '../../src/sigma/values/placeholder.ts';
import type { Detector, Problem, RuleInfo } from '../../src/types.ts';

/** The repository's folder. */
export const ROOT: string = resolve(import.meta.dirname, '../..');

/** The bundled rules and the hand-written detectors, with the bounds that `analyze` has by default. */
export interface Bundled {
  readonly rules: RuleSet;
  /** What they were compiled from. */
  readonly texts: RuleTexts;
  readonly problems: readonly Problem[];
  readonly filters: readonly FilterInfo[];
  /** Every rule, those that only feed correlations included. */
  readonly infos: readonly RuleInfo[];
  readonly createEngine: () => RuleEngine;
}

/** Them with these placeholders, those of a site. */
export async function loadBundled(placeholders: Placeholders = {}): Promise<Bundled> {
  const { files, problems } = await readRuleFiles([resolve(ROOT, 'rules')]);
  const texts = { files, filters: [], placeholders, disable: [] };
  const loaded = loadRules(files, texts);
  const { rules } = loaded;
  const written = () => DETECTORS.map((detector) => detector.create({}));
  const { detections, correlations, baselines } = rules;
  const sigma = [...detections, ...correlations, ...baselines].map((rule) => rule.info);
  return {
    rules,
    texts,
    problems: [...problems, ...loaded.problems],
    filters: loaded.filters,
    infos: [...sigma, ...written().flatMap((detector) => detector.rules)],
    createEngine: () =>
      createEngine({
        rules,
        detectors: [
          createCorrelations(rules, { windowEntries: 1_000_000 }),
          createBaselines(rules, { entries: 500_000, perGroup: 10_000 }),
          ...written(),
        ] as Detector[],
        lateness: 60_000_000,
        pending: 250_000,
        fold: 3_600_000_000,
        raises: () => true,
      }),
  };
}
