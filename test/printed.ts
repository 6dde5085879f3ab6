import { afterEach, beforeEach, jest } from '@jest/globals';

/** What the commands of each test of this file print, kept from the terminal; begins anew with every test. */
export function printing(): { out: string; err: string } {
  const printed = { out: '', err: '' };
  beforeEach(() => {
    Object.assign(printed, { out: '', err: '' });
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.out += text;
      return true;
    });
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      printed.err += text;
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return printed;
}
