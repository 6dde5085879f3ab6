import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { DeskFinding, DeskImage } from '../../schemas/api/desk-result.ts';
import type { StudyViewProps } from '../study/study-view.tsx';
import { Loading } from '../ui/states.tsx';
import { useWords } from '../words/use-words.tsx';
import { PICTURE } from './words.ts';

type OpenedProps = { image: DeskImage; finding: DeskFinding | undefined; close: () => void };

/** The study with its tools within the page of the result; its code and its film come only when somebody asks for them. */
export function OpenedStudy({ image, finding, close }: OpenedProps) {
  const { t } = useWords();
  const [View, setView] = useState<ComponentType<StudyViewProps>>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    import('../study/study-view.tsx').then(
      ({ StudyView }) => setView(() => StudyView),
      () => setFailed(true),
    );
  }, []);
  return (
    <section class="card opened" aria-label={t(PICTURE.title)}>
      <p>
        <button type="button" onClick={close}>
          {t(PICTURE.close)}
        </button>
      </p>
      {failed && (
        <p class="state failed" role="alert">
          {t(PICTURE.failed)}
        </p>
      )}
      {!View && !failed && <Loading />}
      {View && (
        <View
          study={image.studyInstanceUid}
          instance={image.sopInstanceUid}
          heatMap={image.heatMap}
          finding={finding && `${t(finding.title)}: ${t(finding.stateInWords)}`}
        />
      )}
    </section>
  );
}
