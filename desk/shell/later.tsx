import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Loading } from '../ui/states.tsx';
import { useWords } from '../words/use-words.tsx';
import { SHELL } from './words.ts';

/** A part of the desk that most openings do not need: its code is loaded when it is drawn. Until then, and when it fails, nothing beyond it is. */
export function Later<Module>({
  load,
  children,
}: {
  load: () => Promise<Module>;
  children: (module: Module) => ComponentChildren;
}) {
  const { t } = useWords();
  const [module, setModule] = useState<{ readonly of: Module }>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    load().then(
      (of) => setModule({ of }),
      () => setFailed(true),
    );
  }, [load]);
  if (module) return <>{children(module.of)}</>;
  return failed ? (
    <p class="state failed" role="alert">
      {t(SHELL.pageFailed)}
    </p>
  ) : (
    <Loading />
  );
}
