import type { PageProps } from '../pages.ts';
import { useWords } from '../words/use-words.tsx';
import { StudyView } from './study-view.tsx';
import { STUDY } from './words.ts';

/** `/patient/:record/study/:study?instance=…`: a study on a page of its own; the banner above it says whose it is. */
export default function Page({ params, query }: PageProps) {
  const { t } = useWords();
  return (
    <>
      <h1>{t(STUDY.title)}</h1>
      <StudyView study={params.study ?? ''} instance={query.get('instance') ?? undefined} />
    </>
  );
}
