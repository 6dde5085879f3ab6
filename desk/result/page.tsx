import type { DeskResult } from '../../schemas/api/desk-result.ts';
import { usePolled } from '../api/use-get.ts';
import type { PageProps } from '../pages.ts';
import { Shown } from '../ui/states.tsx';
import { ResultView } from './view.tsx';

export const resultPath = (record: string, resultId: string): string =>
  `/desk-api/results/${encodeURIComponent(record)}/${encodeURIComponent(resultId)}`;

/** One result of a patient: what is said, what it rests on, what humans made of it, and what this reader may do. */
export default function ResultPage({ params, query }: PageProps) {
  const path = resultPath(params.record ?? '', params.resultId ?? '');
  const got = usePolled<DeskResult>(path);
  return (
    <Shown got={got}>
      {(result) => (
        <ResultView
          key={path}
          latest={result}
          path={path}
          refresh={got.refresh}
          fresh={got.state === 'ready'}
          begin={query.get('say') ?? undefined}
        />
      )}
    </Shown>
  );
}
