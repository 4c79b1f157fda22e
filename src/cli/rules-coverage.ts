import { coverageOf } from '../catalogue/coverage.ts';
import { coverageJson, Levels } from '../catalogue/report.ts';
import { coverageText } from '../catalogue/text.ts';
import { type Blindness, blindnessJson, blindnessOf, blindnessText } from '../needs/blindness.ts';
import { LogShape, SHAPE_FIELDS } from '../needs/log-shape.ts';
import { alertingIn, Reach, rulesIn } from '../needs/rule-needs.ts';
import type { View } from '../needs/sight.ts';
import { readInOrder } from '../pipeline/merge.ts';
import { policyView } from '../policy/view.ts';
import { createScanner } from '../scanner/index.ts';
import { printable } from '../text/escape.ts';
import { EXIT, say, UsageError } from './exit.ts';
import { openInputs } from './inputs.ts';
import { setUpPolicy } from './policy-files.ts';
import type { CoverageFlags } from './rules.ts';
import { createDetectors, ruleInfos, type SiteRules, setUpConfig, setUpRules } from './setup.ts';

/** `satrap rules coverage`. */
export async function showCoverage(flags: CoverageFlags): Promise<number> {
  if (flags.log.length > 0 && flags.policy !== undefined) {
    throw new UsageError('--log and --policy are two questions: ask one at a time');
  }
  const config = await setUpConfig(flags.config, flags);
  const site = await setUpRules(config);
  const json = (flags.output ?? (process.stdout.isTTY === true ? 'text' : 'json')) === 'json';
  if (flags.policy !== undefined) {
    const { file, policy, placeOf } = await setUpPolicy(flags.policy);
    const blindness = blindnessUnder(site, policyView(policy));
    const lineOf = (rule: number) => placeOf(rule).line;
    print(json, blindnessJson(blindness, lineOf), blindnessText(blindness, { file, lineOf }));
    return EXIT.done;
  }
  if (flags.log.length > 0) {
    const { shape, failures } = await shapeOf(flags.log, config.input.maxRecordBytes);
    const blindness = blindnessUnder(site, shape.view());
    const notes = notesOn(shape);
    print(json, { ...blindnessJson(blindness), notes }, blindnessText(blindness, { notes }));
    return failures > 0 || shape.events === 0 ? EXIT.input : EXIT.done;
  }
  const coverage = coverageOf(ruleInfos(site, createDetectors(config, site)));
  const levels = new Levels(rulesIn(site.rules));
  print(
    json,
    coverageJson(coverage, levels),
    coverageText(coverage, (rule) => levels.text(rule)),
  );
  return EXIT.done;
}

/** What the rules that alert miss. */
export function blindnessUnder(site: Pick<SiteRules, 'rules'>, view: View): Blindness {
  return blindnessOf(alertingIn(site.rules), new Reach(), view);
}

function print(json: boolean, data: object, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(data)}\n` : text);
}

/** What logs have; told in passing what can't be read. */
async function shapeOf(
  paths: readonly string[],
  maxRecordBytes: number,
): Promise<{ shape: LogShape; failures: number }> {
  const inputs = await openInputs(paths);
  const shape = new LogShape();
  let { failures } = inputs;
  const scanner = createScanner(SHAPE_FIELDS);
  for await (const batch of readInOrder(inputs.sources, { maxRecordBytes, scanner })) {
    for (const { origin, reason } of batch.failures) say(`satrap: ${printable(origin)}: ${reason}`);
    failures += batch.failures.length;
    for (const found of batch.found) if ('record' in found) shape.add(found.record);
  }
  if (shape.events === 0 && failures === 0) say('satrap: there is no audit event in it');
  return { shape, failures };
}

/** What a log as a whole lacks. */
function notesOn(shape: LogShape): readonly string[] {
  const stages = shape.has('ResponseStarted')
    ? []
    : [
        'no event of stage ResponseStarted: failed logins, and exec and watch while they last, are hidden',
      ];
  const absent = shape.absent.map((field) => `no event has ${field}`);
  return [`${shape.events.toLocaleString('en-US')} events`, ...stages, ...absent];
}
