import type { PartName } from '../report/results.ts';
import { measureCompressed } from './compressed.ts';
import { measureContenders } from './contenders.ts';
import { measureIdentities } from './identities.ts';
import type { MeasurePart } from './place.ts';
import { measureRules } from './rules.ts';
import { measureShapes } from './shapes.ts';
import { measureSizes } from './sizes.ts';
import { measureStartup } from './startup.ts';

/** How each part is measured. */
export const MEASURE: Readonly<Record<PartName, MeasurePart>> = {
  contenders: measureContenders,
  shapes: measureShapes,
  sizes: measureSizes,
  rules: measureRules,
  identities: measureIdentities,
  compressed: measureCompressed,
  startup: measureStartup,
};
