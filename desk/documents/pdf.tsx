import { useWords } from '../words/use-words.tsx';
import { useBlobUrl, useBytes } from './use-bytes.ts';
import { DOCUMENTS } from './words.ts';

/** `%PDF-` within the first kilobyte, as readers take it (ISO 32000-1 Annex H, note 13). */
const isPdf = (bytes: ArrayBuffer): boolean => new TextDecoder('latin1').decode(bytes.slice(0, 1024)).includes('%PDF-');

/**
 * A document as the browser's own viewer shows it, in a tab apart from the desk (`noopener`): nothing in it can reach the
 * page or its session. What is no PDF is never opened, only saved.
 */
export function Pdf({ path, title }: { readonly path: string; readonly title: string }) {
  const { t } = useWords();
  const got = useBytes(path, 'application/pdf');
  return (
    <div class="document">
      <h2>{title}</h2>
      {got.state === 'loading' && <p role="status">{t(DOCUMENTS.coming)}</p>}
      {got.state === 'failed' && (
        <p role="alert">
          {t(DOCUMENTS.failed)}{' '}
          <button type="button" onClick={got.retry}>
            {t(DOCUMENTS.retry)}
          </button>
        </p>
      )}
      {got.state === 'ready' && <PdfFile bytes={got.bytes} />}
    </div>
  );
}

/** Bytes that should be a PDF: opened apart, or only saved. */
export function PdfFile({ bytes }: { readonly bytes: ArrayBuffer }) {
  const { t } = useWords();
  const opens = isPdf(bytes);
  const url = useBlobUrl(bytes, opens ? 'application/pdf' : 'application/octet-stream');
  if (url === undefined) return null;
  return (
    <>
      <p role="status">{t(opens ? DOCUMENTS.ready : DOCUMENTS.notPdf, { size: Math.ceil(bytes.byteLength / 1024) })}</p>
      <p class="row">
        {opens && (
          <a class="button" href={url} target="_blank" rel="noopener noreferrer">
            {t(DOCUMENTS.open)}
          </a>
        )}
        <a class="button" href={url} download={opens ? 'document.pdf' : 'document.bin'}>
          {t(DOCUMENTS.save)}
        </a>
      </p>
    </>
  );
}
