import { render } from 'preact';
import { become } from '../../session/current.ts';
import { Announcements } from '../../shell/announce.tsx';
import { WordsProvider } from '../../words/use-words.tsx';
import Page from '../page.tsx';
import { StudyView } from '../study-view.tsx';
import { probe } from './probe.ts';

/**
 * The study view without the rest of the desk, for its tests in a browser: `#<study>?instance=…`, or as a result embeds it
 * with `&heatMap=…&finding=…`.
 */
const [study = '', text = ''] = location.hash.slice(1).split('?');
const query = new URLSearchParams(text);
const session = {
  accessToken: 'of-a-test',
  person: { id: 'tester', roles: ['physician'], clinics: ['north'], staff: [] },
  expiresAt: Date.now() + 3_600_000,
};
become({ state: 'signed-in', session });
Object.assign(globalThis, { probe });
const root = document.getElementById('desk');
if (root)
  render(
    <WordsProvider>
      <main>
        {query.has('finding') ? (
          <>
            <h1>{study}</h1>
            <StudyView
              study={study}
              finding={query.get('finding') ?? undefined}
              heatMap={query.get('heatMap') ?? undefined}
            />
          </>
        ) : (
          <Page params={{ record: 'r', study }} query={query} />
        )}
      </main>
      <Announcements />
    </WordsProvider>,
    root,
  );
