import { useEffect, useState } from 'preact/hooks';
import { useWords } from '../words/use-words.tsx';
import { askPicture } from './bytes/pictures.ts';
import { STUDY } from './words.ts';

/** The heat map beside the film, never over it: the film stays as it is, and what the map is not stands under it. */
export function HeatMap({ path }: { path: string }) {
  const { t } = useWords();
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const leaving = new AbortController();
    if (canvas !== null)
      askPicture(path, 'image/png,image/*;q=0.5', leaving.signal)
        .then((picture) => {
          canvas.width = picture.width;
          canvas.height = picture.height;
          canvas.getContext('2d')?.drawImage(picture, 0, 0);
        })
        .catch(() => leaving.signal.aborted || setFailed(true));
    return () => leaving.abort();
  }, [path, canvas]);
  return (
    <figure class="pane heat-map">
      <canvas ref={setCanvas} role="img" aria-label={`${t(STUDY.heatMap)}. ${t(STUDY.heatMapLegend)}`} />
      <figcaption>
        <b>{t(STUDY.ai)}.</b> {t(STUDY.heatMapLegend)}
        {failed && <p role="alert">{t({ ru: 'Карта не загрузилась.', en: 'The map did not load.' })}</p>}
      </figcaption>
    </figure>
  );
}
