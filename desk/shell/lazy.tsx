import { Component, type ComponentChildren, type ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Page, PageProps } from '../pages.ts';
import { Loading } from '../ui/states.tsx';
import { UI } from '../ui/words.ts';
import { useWords } from '../words/use-words.tsx';
import { SHELL } from './words.ts';

const loaded = new Map<string, ComponentType<PageProps>>();

/** A page whose code is loaded when it is opened, and kept. A failed load can be tried again. */
export function LazyPage({ page, ...props }: PageProps & { page: Page }) {
  const { t } = useWords();
  const [, setRound] = useState(0);
  const [failed, setFailed] = useState(false);
  const Loaded = loaded.get(page.path);
  useEffect(() => {
    let gone = false;
    // One that is there already comes again at once: it may have come between this drawing and now.
    page
      .load()
      .then((module) => {
        loaded.set(page.path, module.default);
        if (!gone) setRound((before) => before + 1);
      })
      .catch(() => {
        if (!gone) setFailed(true);
      });
    return () => {
      gone = true;
    };
  }, [page]);
  if (Loaded) return <Loaded {...props} />;
  if (!failed) return <Loading />;
  return (
    <div class="state failed" role="alert">
      <p>{t(SHELL.pageFailed)}</p>
      {/* The names of files change with a version: only the whole page asks for the new ones. */}
      <button type="button" onClick={() => location.reload()}>
        {t(UI.retry)}
      </button>
    </div>
  );
}

/** A fault in one page leaves menu and banner standing. */
export class Guard extends Component<{ of: string; children: ComponentChildren }, { broken?: string }> {
  override state: { broken?: string } = {};
  override componentDidCatch(): void {
    this.setState({ broken: this.props.of });
  }
  override render() {
    return this.state.broken === this.props.of ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useWords();
  return (
    <div class="state failed" role="alert">
      <p>{t(SHELL.broken)}</p>
      <button type="button" onClick={() => location.reload()}>
        {t(UI.retry)}
      </button>
    </div>
  );
}
