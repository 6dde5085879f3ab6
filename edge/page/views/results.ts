import { html } from '../html.ts';
import { WORDS } from '../words.ts';
import { byWeight, resultCard } from './result.ts';
import type { Shown, View } from './view.ts';

/** All results that are kept, what nobody has noted first. */
export function resultsPage(view: View): Shown {
  const results = [...(view.cache?.results() ?? [])].sort(byWeight);
  const body =
    results.length === 0
      ? html`<p class="empty">${view.t(WORDS.noResults)}</p>`
      : html`${results.map((one) => resultCard(view, one))}`;
  return { title: WORDS.results, body, records: results.map(({ result }) => result.record) };
}
