import type { DeskDocument } from '../../schemas/api/desk-chart.ts';
import { useGet } from '../api/use-get.ts';
import type { PageProps } from '../pages.ts';
import { linkTo } from '../router/match.ts';
import { Shown } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { DocumentPart } from './part.tsx';
import { DOCUMENTS, STANDS } from './words.ts';

/** `/patient/:record/document/:document`: who wrote it, how it stands, and what it says. */
export default function DocumentPage({ params }: PageProps) {
  const { t } = useWords();
  const { record = '', document: id = '' } = params;
  const got = useGet<DeskDocument>(`/desk-api/chart/${encodeURIComponent(record)}/documents/${encodeURIComponent(id)}`);
  return (
    <article>
      <p>
        <a href={linkTo('/patient/:record', { record })}>{t(DOCUMENTS.toChart)}</a>
      </p>
      <Shown got={got} isEmpty={() => false} empty="">
        {({ title, at, authors, stands, parts }) => (
          <>
            <h1>{title ?? t(DOCUMENTS.document)}</h1>
            <p class="soft">
              {at ? <Time at={at} /> : t(DOCUMENTS.noDate)} · {authors.join(', ') || t(DOCUMENTS.noAuthor)}
            </p>
            {stands && stands !== 'final' && <p class="badge warning">{t(STANDS[stands])}</p>}
            {parts.length === 0 && <p>{t(DOCUMENTS.noParts)}</p>}
            {parts.map((part) => (
              <DocumentPart key={part.path ?? part.title ?? part.text} part={part} />
            ))}
          </>
        )}
      </Shown>
    </article>
  );
}
