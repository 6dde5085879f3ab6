import { useState } from 'preact/hooks';
import type { DeskImage } from '../../schemas/api/desk-result.ts';
import { linkTo } from '../router/match.ts';
import { Loading } from '../ui/states.tsx';
import { UI } from '../ui/words.ts';
import { useWords } from '../words/use-words.tsx';
import { usePicture } from './use-picture.ts';
import { PICTURE } from './words.ts';

/** The server's small picture, "not for reading", and the heat map beside it only when somebody asks for it. */
export function Picture({ image, record, open }: { image: DeskImage; record: string; open: () => void }) {
  const { t } = useWords();
  const [showsHeat, setShowsHeat] = useState(false);
  const { studyInstanceUid: study, preview, heatMap } = image;
  return (
    <section class="picture" aria-labelledby="picture">
      <h2 id="picture">{t(PICTURE.title)}</h2>
      {preview ? (
        <Shot path={preview} alt={t(PICTURE.alt)} says={t(PICTURE.preview)} />
      ) : (
        <p class="state empty">{t(PICTURE.none)}</p>
      )}
      {heatMap && (
        <button type="button" aria-expanded={showsHeat} onClick={() => setShowsHeat(!showsHeat)}>
          {t(showsHeat ? PICTURE.heatOff : PICTURE.heatOn)}
        </button>
      )}
      {heatMap && showsHeat && <Shot path={heatMap} alt={t(PICTURE.heatAlt)} says={t(PICTURE.heatWhat)} />}
      <p class="buttons">
        <button type="button" class="main" onClick={open}>
          {t(PICTURE.open)}
        </button>
        <a href={linkTo('/patient/:record/study/:study', { record, study })}>{t(PICTURE.study)}</a>
      </p>
    </section>
  );
}

function Shot({ path, alt, says }: { path: string; alt: string; says: string }) {
  const { t } = useWords();
  const picture = usePicture(path);
  return (
    <figure>
      {picture.state === 'loading' && <Loading />}
      {picture.state === 'failed' && (
        <div class="state failed" role="alert">
          <p>{t(PICTURE.failed)}</p>
          <button type="button" onClick={picture.again}>
            {t(UI.retry)}
          </button>
        </div>
      )}
      {picture.state === 'ready' && <img src={picture.url} alt={alt} />}
      <figcaption>{says}</figcaption>
    </figure>
  );
}
