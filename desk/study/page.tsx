import type { PageProps } from '../pages.ts';
import { linkTo } from '../router/match.ts';
import { useWords } from '../words/use-words.tsx';
import { StudyView } from './study-view.tsx';
import { STUDY } from './words.ts';

/** `/patient/:record/study/:study?instance=…`: a study on a page of its own; the banner above it says whose it is. */
export default function Page({ params, query }: PageProps) {
  const { t } = useWords();
  return (
    <>
      <h1>{t(STUDY.title)}</h1>
      <p>
        <a href={linkTo('/patient/:record', { record: params.record ?? '' })}>{t(STUDY.chart)}</a>
      </p>
      <StudyView study={params.study ?? ''} instance={query.get('instance') ?? undefined} />
    </>
  );
}
