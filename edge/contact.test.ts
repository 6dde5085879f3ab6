import { describe, expect, test } from '@jest/globals';
import { TellContact } from '../schemas/api/duty.ts';
import { startContact } from './contact.ts';
import type { Asked } from './region/transport.ts';

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe('the edge’s word that it is there', () => {
  test('is said at once and again, with whether the record system answers; one that is not heard is not repeated', async () => {
    const said: Asked[] = [];
    const faults: unknown[] = [];
    let silent: string | undefined;
    let status = 200;
    const contact = startContact({
      clinic: 'post',
      ask: async (asked) => {
        said.push(asked);
        if (status === 0) throw new Error('the line is dead');
        return { status, headers: {}, body: Buffer.alloc(0) };
      },
      token: async () => 'token',
      silentSince: () => silent,
      everyMs: 5,
      onAway: (fault) => faults.push(fault),
    });
    const bodies = () => said.map(({ body = [] }) => TellContact.parse(JSON.parse(Buffer.concat(body).toString())));
    try {
      await until(() => said.length >= 2);
      expect(said[0]).toMatchObject({
        method: 'POST',
        path: '/duty/post/contact',
        headers: { authorization: 'Bearer token' },
      });
      expect(bodies()[0]?.recordSystem).toEqual({});
      silent = '2026-03-02T08:00:00.000Z';
      const before = said.length;
      await until(() => said.length >= before + 2);
      expect(bodies().at(-1)?.recordSystem).toEqual({ silentSince: silent });
      expect(contact.state()).toHaveProperty('heardAt');
      status = 0;
      await until(() => faults.length > 0);
      const dead = said.length;
      await until(() => said.length >= dead + 2);
      expect(faults).toHaveLength(1);
      expect(contact.state()).toHaveProperty('awaySince');
      status = 200;
      await until(() => !('awaySince' in contact.state()));
    } finally {
      await contact.stop();
    }
  });
});
