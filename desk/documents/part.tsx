import type { DeskDocument } from '../../schemas/api/desk-chart.ts';
import { useWords } from '../words/use-words.tsx';
import { PdfFile } from './pdf.tsx';
import { useBlobUrl, useBytes } from './use-bytes.ts';
import { DOCUMENTS } from './words.ts';

type Part = DeskDocument['parts'][number];

/** One file of a document: text as it is, pictures, PDF apart from the desk; anything else is saved, never opened here. */
export function DocumentPart({ part: { title, path, text } }: { part: Part }) {
  const { t } = useWords();
  const name = title ?? t(DOCUMENTS.document);
  return (
    <section class="document" aria-label={name}>
      <h2>{name}</h2>
      {text !== undefined && <pre>{text}</pre>}
      {path !== undefined && <File path={path} name={name} />}
      {text === undefined && path === undefined && <p>{t(DOCUMENTS.elsewhere)}</p>}
    </section>
  );
}

/** What is a picture for a browser and can run nothing. */
const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

function File({ path, name }: { path: string; name: string }) {
  const { t } = useWords();
  const got = useBytes(path, '*/*');
  if (got.state === 'loading') return <p role="status">{t(DOCUMENTS.coming)}</p>;
  if (got.state === 'failed')
    return (
      <p role="alert">
        {t(DOCUMENTS.failed)}{' '}
        <button type="button" onClick={got.retry}>
          {t(DOCUMENTS.retry)}
        </button>
      </p>
    );
  const [type = ''] = got.type.toLowerCase().split(';');
  if (type === 'text/plain') return <pre>{new TextDecoder().decode(got.bytes)}</pre>;
  return PICTURE.test(type) ? <Picture bytes={got.bytes} type={type} name={name} /> : <PdfFile bytes={got.bytes} />;
}

function Picture({ bytes, type, name }: { bytes: ArrayBuffer; type: string; name: string }) {
  const url = useBlobUrl(bytes, type);
  return url === undefined ? null : <img class="of-document" src={url} alt={name} />;
}
