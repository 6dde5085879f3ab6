import { OkaError } from '../../schemas/errors.ts';
import type { Advice, Bilingual } from '../../schemas/result.ts';
import type { Facts } from './facts.ts';

/**
 * A choice that a rule leaves to the region because publications or policies differ. Every value names its source, so that
 * whoever signs the rule sees between what he chooses.
 */
export type RuleSetting = {
  readonly name: string;
  readonly title: Bilingual;
  /** Used where the region has not chosen. */
  readonly value: string;
  readonly options: Readonly<Record<string, Advice['sources'][number]>>;
};

/**
 * The value that holds for a rule in this region.
 * @throws OkaError `configuration` where the region file names a value that the rule does not offer
 */
export function chosen<const S extends RuleSetting>(
  facts: Pick<Facts, 'settings'>,
  rule: string,
  setting: S,
): keyof S['options'] & string {
  const value = facts.settings?.[rule]?.[setting.name] ?? setting.value;
  if (!Object.hasOwn(setting.options, value))
    throw new OkaError(
      'configuration',
      `rules.${rule}.settings.${setting.name}: “${value}” is none of ${Object.keys(setting.options).join(', ')}`,
    );
  return value;
}
