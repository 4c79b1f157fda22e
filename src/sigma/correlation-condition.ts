import { lowestCount } from './correlation/condition.ts';
import type { Cursor } from './cursor.ts';
import type { Comparison, CorrelationCondition, CorrelationType } from './rule-set.ts';

/** The `condition` of a correlation: bounds on what is counted or measured. */

type Bounds = CorrelationCondition['bounds'];

const OPERATORS: readonly Comparison[] = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'];

/** The bounds as written; a temporal correlation without a condition wants all of its rules. */
export function readBounds(section: Cursor, type: CorrelationType, rules: number): Bounds {
  if (section.value === undefined) return [{ operator: 'gte', value: rules }];
  const bounds = OPERATORS.flatMap((operator) => {
    const { value } = section.child(operator);
    return value === undefined ? [] : [{ operator, value: Number(value) }];
  });
  if (bounds.length === 0) section.error(`a bound is missing: one of ${OPERATORS.join(', ')}`, KEY);
  const most = type.startsWith('temporal') ? rules : Number.POSITIVE_INFINITY;
  if (FIELDS[type] === 'none' && bounds.length > 0 && !withinReach(lowestCount(bounds), most)) {
    section.error(
      `no count ${most === rules ? `from 1 to ${rules}` : 'of 1 or more'} is within these bounds`,
      KEY,
    );
  }
  return bounds;
}

function withinReach(count: number, most: number): boolean {
  return Number.isFinite(count) && count <= most;
}

/** Which types measure a field, and which of those take several. */
const FIELDS: Readonly<Record<CorrelationType, 'none' | 'one' | 'several'>> = {
  event_count: 'none',
  temporal: 'none',
  temporal_ordered: 'none',
  value_count: 'several',
  value_sum: 'one',
  value_avg: 'one',
  value_percentile: 'one',
};

/** Reports what the type of correlation has no use for. */
export function checkCondition(section: Cursor, type: CorrelationType, fields: number): void {
  if (FIELDS[type] === 'none' && fields > 0) {
    section.child('field').error(`\`${type}\` measures no field`, KEY);
  }
  if (FIELDS[type] === 'one' && fields > 1) {
    section.child('field').error(`\`${type}\` measures one field, not ${fields}`);
  }
  const percentile = section.child('percentile');
  if (type !== 'value_percentile' && percentile.value !== undefined) {
    percentile.error('only `value_percentile` has a percentile', KEY);
  }
}

const KEY = { part: 'key' } as const;
