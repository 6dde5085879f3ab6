import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import type { Lookup } from './facts.ts';

/** Facts as a rule takes them: what was found is cited, what was not is named as missing. */
export type Gathering = {
  readonly cited: CitedFact[];
  readonly missing: Bilingual[];
  readonly take: <T extends { readonly cited: CitedFact }>(lookup: Lookup<T>) => T | undefined;
};

export function gather(cited: readonly CitedFact[] = []): Gathering {
  const gathered = { cited: [...cited], missing: [] as Bilingual[] };
  return {
    ...gathered,
    take: (lookup) => {
      if ('missing' in lookup) {
        gathered.missing.push(lookup.missing);
        return undefined;
      }
      gathered.cited.push(lookup.found.cited);
      return lookup.found;
    },
  };
}
