import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import type { Lookup } from './facts.ts';
import type { Measured } from './measured.ts';

/** Facts as a rule takes them: what was found is cited, what was not is named as missing. */
export type Gathering = {
  readonly cited: CitedFact[];
  readonly missing: Bilingual[];
  /** The figure of a measured value; "less than" and "more than" are named as missing, since they decide nothing here. */
  readonly takeExact: (lookup: Lookup<Measured>) => number | undefined;
  readonly take: <T extends { readonly cited: CitedFact }>(lookup: Lookup<T>) => T | undefined;
};

export function gather(cited: readonly CitedFact[] = []): Gathering {
  const gathered = { cited: [...cited], missing: [] as Bilingual[] };
  const take: Gathering['take'] = (lookup) => {
    if ('missing' in lookup) {
      gathered.missing.push(lookup.missing);
      return undefined;
    }
    gathered.cited.push(lookup.found.cited);
    return lookup.found;
  };
  const takeExact: Gathering['takeExact'] = (lookup) => {
    const measured = take(lookup);
    if (measured?.comparator === undefined) return measured?.value;
    const { en, ru } = measured.cited.label;
    gathered.missing.push({ en: `${en} (only a limit is stated)`, ru: `${ru} (указана только граница)` });
    return undefined;
  };
  return { ...gathered, take, takeExact };
}
