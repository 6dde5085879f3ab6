import { useWords } from '../words/use-words.tsx';
import type { Bilingual, Values } from '../words/words.ts';
import { Time } from './time.tsx';

/** A sentence with `{at}` in it, where the instant stands as a time of a zone's clock. */
export function WithTime({
  words,
  at,
  zone,
  values,
}: {
  words: Bilingual;
  at: string;
  zone?: string;
  values?: Values;
}) {
  const { t } = useWords();
  const [before, after] = t(words, values).split('{at}');
  return (
    <>
      {before}
      <Time at={at} {...(zone === undefined ? {} : { zone })} />
      {after}
    </>
  );
}
