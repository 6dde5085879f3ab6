import { describe, expect, test } from '@jest/globals';
import { linkTo, matchPage } from './match.ts';

const pages = [{ path: '/' }, { path: '/worklist' }, { path: '/patient/:record' }, { path: '/patient/new' }];
const at = (hash: string) => {
  const found = matchPage(pages, hash);
  return found && [found.page.path, found.params, Object.fromEntries(found.query)];
};

describe('the page of an address', () => {
  test.each([
    ['', '/', {}],
    ['#', '/', {}],
    ['#/', '/', {}],
    ['#/?date=2026-11-24', '/', { date: '2026-11-24' }],
    ['#/worklist?who=clinic&state=all', '/worklist', { who: 'clinic', state: 'all' }],
  ])('%s is %s', (hash, path, query) => {
    expect(at(hash)).toEqual([path, {}, query]);
  });

  test('parameters are decoded; a fixed part goes before them', () => {
    expect(at('#/patient/%D0%B0%2F1?fact=x')).toEqual(['/patient/:record', { record: 'а/1' }, { fact: 'x' }]);
    expect(at('#/patient/new')).toEqual(['/patient/new', {}, {}]);
  });

  test('what is no page is none: no nearest guess', () => {
    for (const hash of ['#/worklists', '#/patient', '#/patient/', '#/patient/1/2']) expect(at(hash)).toBeUndefined();
    expect(at('#/patient/%E0%A4%A')).toEqual(['/patient/:record', { record: '%E0%A4%A' }, {}]);
  });

  test('a link leads to the page with the same parameters', () => {
    const link = linkTo('/patient/:record', { record: 'a/б?#' });
    expect(at(link)).toEqual(['/patient/:record', { record: 'a/б?#' }, {}]);
  });
});
