import { describe, expect, test } from '@jest/globals';
import { criticalAdvice } from '../../test/results.ts';
import { at, CARRIED, play, version } from '../delivery/way/example.ts';
import { workItem } from './item.ts';

describe('a line of a work list', () => {
  test('waits since people were first asked: the whole image that confirms a preview does not begin it anew', () => {
    const { delivery } = play([...CARRIED, [240, version(2, { notify: false })]]);
    const { waitingSince, version: of } = workItem({
      result: criticalAdvice(delivery.record),
      delivery,
      patient: { birthDateInWords: { en: '', ru: '' } } as never,
      reader: 'attending',
      nameOf: (id) => ({ id }),
    });
    expect([delivery.sentAt, of, waitingSince]).toEqual([at(240), 2, at(0)]);
  });
});
