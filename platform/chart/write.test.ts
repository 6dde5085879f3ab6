import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { canonicalJson } from '../../domain/fhir/canonical.ts';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { orderedEdge } from '../../domain/fhir/merge.ts';
import { inSlot, takenBack } from '../../domain/fhir/slots.ts';
import { type ChartItem, RANK } from '../../schemas/chart.ts';
import { type TestChart, withChart } from '../../test/chart.ts';
import { at, CLINIC, creatinine, edge, input, owners, record } from '../../test/chart-examples.ts';
import { edgeKey } from './keys.ts';
import { makeStore } from './store.ts';

// A person of 32 records is thousands of requests over the wire; a busy machine needs its time.
jest.setTimeout(180_000);

let world: TestChart;
let next = 0;
beforeAll(async () => {
  world = await withChart();
});
afterAll(() => world.close());
beforeEach(() => {
  world.sent.length = 0;
});

/** A record nobody has used yet. */
const newRecord = () => record(1000 + next++);

describe('writing a chart', () => {
  test('stores the item, bumps the revision, sends one trigger and marks the item as announced', async () => {
    const a = newRecord();

    const { changed } = await world.chart.write({ items: [creatinine(a, 1)], owners: owners(a) });

    const stored = await world.chart.get(a, 'Observation', creatinine(a, 1).id);
    expect(changed).toBe(true);
    expect(stored).toMatchObject({ rev: 1, announcedRev: 1, resource: { valueQuantity: { value: 80 } } });
    expect(await world.chart.head(a)).toEqual({ record: a, clinic: CLINIC, revision: 1 });
    expect(world.sent).toEqual([{ record: a, revision: 1 }]);
  });

  test('the same facts again put, bump and send nothing', async () => {
    const a = newRecord();
    const write = { items: [creatinine(a, 1)], owners: owners(a) };
    await world.chart.write(write);
    world.sent.length = 0;

    const { changed } = await world.chart.write(write);

    expect(changed).toBe(false);
    expect(world.sent).toEqual([]);
    expect(await world.chart.head(a)).toMatchObject({ revision: 1 });
  });

  test('a repeat that carries an input without an end still triggers, so that the input comes to its end', async () => {
    const a = newRecord();
    const facts = { items: [creatinine(a, 1)], owners: owners(a) };
    await world.chart.write(facts);
    world.sent.length = 0;
    await world.chart.openInput(input(next), 10, at(0));

    await world.chart.write({ ...facts, awaiting: { input: input(next), record: a } });

    expect(world.sent).toEqual([{ record: a, revision: 2 }]);
    expect(await world.chart.awaiting(a, 1)).toEqual([]);
    expect(await world.chart.awaiting(a, 2)).toEqual([input(next)]);
    await world.chart.endInput(input(next), { state: 'stored' });
    expect(await world.chart.awaiting(a, 2)).toEqual([]);
    world.sent.length = 0;

    await world.chart.write({ ...facts, awaiting: { input: input(next), record: a } });

    expect(world.sent).toEqual([]);
    expect(await world.chart.awaiting(a, 99)).toEqual([]);
  });

  test('an older statement changes nothing, a corrected one wins whatever the order', async () => {
    const a = newRecord();
    const newer = creatinine(a, 1, { value: 90, said: 10 });
    const older = creatinine(a, 1, { value: 70, said: 5 });

    await world.chart.write({ items: [newer], owners: owners(a) });
    await world.chart.write({ items: [older], owners: owners(a) });

    expect(await world.chart.get(a, 'Observation', newer.id)).toMatchObject({ rev: 1, groups: newer.groups });
  });

  test('a silent write stores and owns, and bumps and sends nothing', async () => {
    const a = newRecord();

    await world.chart.write({ items: [creatinine(a, 1)], owners: owners(a), silent: true });

    expect(world.sent).toEqual([]);
    expect(await world.chart.head(a)).toEqual({ record: a, clinic: CLINIC, revision: 0 });
    expect(await world.chart.get(a, 'Observation', creatinine(a, 1).id)).toMatchObject({ rev: 1, announcedRev: 0 });
  });

  test('a new record without an owner is refused before anything is written', async () => {
    const a = newRecord();

    await expect(world.chart.write({ items: [creatinine(a, 1)], owners: {} })).rejects.toThrow('owner');
    await expect(
      world.chart.write({ items: [], owners: {}, awaiting: { input: input(9999), record: a } }),
    ).rejects.toThrow('owner');

    expect(await world.chart.everything(a)).toEqual([]);
  });

  test('two statements on one resource in one message are one item', async () => {
    const a = newRecord();
    const items = [creatinine(a, 1, { said: 1 }), creatinine(a, 1, { said: 2, value: 99 })];

    await world.chart.write({ items, owners: owners(a) });

    expect(await world.chart.everything(a)).toMatchObject([{ rev: 1, resource: { valueQuantity: { value: 99 } } }]);
  });

  test('accession numbers lead to their records', async () => {
    const [a, b] = [newRecord(), newRecord()];
    const domain = `1.2.${next}`;
    const accession = (of: string) => ({ domain, accession: 'ACC #1', record: of });

    await world.chart.write({
      items: [],
      owners: owners(a, b),
      accessions: [accession(a), accession(b), accession(a)],
    });

    expect((await world.chart.recordsOfAccession(domain, 'ACC #1')).sort()).toEqual([a, b].sort());
    expect(await world.chart.recordsOfAccession(domain, 'ACC #2')).toEqual([]);
  });

  test('an accession number that now leads elsewhere too concerns the records it led to before', async () => {
    const [a, b] = [newRecord(), newRecord()];
    const link = (of: string) => ({ domain: `1.3.${next}`, accession: 'ACC', record: of });
    await world.chart.write({ items: [creatinine(a, 1)], owners: owners(a), accessions: [link(a)] });
    expect(world.sent).toEqual([{ record: a, revision: 1 }]);
    world.sent.length = 0;
    const write = { items: [creatinine(b, 1)], owners: owners(b), accessions: [link(b)] };

    await world.chart.write(write);
    await world.chart.write(write);

    expect(world.sent.map((one) => one.record).sort()).toEqual([a, b].sort());
  });
});

describe('an order', () => {
  const [accession, number] = ['ACC', () => `1.4.${next}`];
  // Its number is given by one clinic.
  const orderId = (domain: string): string => record(77_000 + Number(domain.split('.').at(-1)));
  const order = (of: string, domain: string, { said = 0, status = 'active', group = 'base' } = {}): ChartItem => ({
    record: of,
    resourceType: 'ServiceRequest',
    id: orderId(domain),
    groups: {
      [group]: makeGroup(
        {
          status,
          ...(group === 'base' && {
            identifier: [{ type: { coding: [{ code: 'ACSN' }] }, system: `urn:oid:${domain}`, value: accession }],
          }),
        },
        { time: at(said), rank: status === 'revoked' ? RANK.cancelled : RANK.final, receivedAt: at(said + 1) },
      ),
    },
  });
  const place = (of: string, domain: string, said = 0) =>
    world.chart.write({
      items: [order(of, domain, { said })],
      owners: owners(of),
      accessions: [{ domain, accession, record: of, order: orderId(domain) }],
    });

  test('that is cancelled, even without its number, gives its accession free, and the other patient hears of it', async () => {
    const [a, b, domain] = [newRecord(), newRecord(), number()];
    await place(a, domain);
    await world.chart.write({ items: [], owners: owners(b), accessions: [{ domain, accession, record: b }] });
    expect(await world.chart.recordsOfAccession(domain, accession)).toEqual([a, b].sort());
    world.sent.length = 0;

    const cancel = { items: [order(a, domain, { said: 5, status: 'revoked', group: 'status' })], owners: {} };
    await world.chart.write(cancel);

    expect(await world.chart.recordsOfAccession(domain, accession)).toEqual([b]);
    expect(world.sent.map((one) => one.record).sort()).toEqual([a, b].sort());
  });

  test('that is moved leads to the patient of whom it was said last, in either order', async () => {
    for (const [late, reversed] of [
      [0, false],
      [1, false],
      [0, true],
      [1, true],
    ] as const) {
      // Whichever of the two stands first in the table.
      const [one = '', other = ''] = [newRecord(), newRecord()].sort();
      const [a, b, domain] = [reversed ? other : one, reversed ? one : other, number()];
      const moves = [() => place(a, domain, 1), () => place(b, domain, 9)];
      await moves[late]?.();
      world.sent.length = 0;
      await moves[1 - late]?.();
      expect(await world.chart.recordsOfAccession(domain, accession)).toEqual([b]);
      expect(world.sent.map((one) => one.record).sort()).toEqual([a, b].sort());
    }
  });

  test('that was only read in a wrong character set, and taken back since, leads nowhere', async () => {
    const [a, b, domain] = [newRecord(), newRecord(), number()];
    const slot = { slot: 'sender', reading: 1 };
    const said = inSlot(order(a, domain), slot);
    const accessions = [{ domain, accession, record: a, order: orderId(domain) }];
    await world.chart.write({ items: [said], owners: owners(a), accessions });
    expect(await world.chart.recordsOfAccession(domain, accession)).toEqual([a]);
    await world.chart.write({ items: takenBack([said], [], { ...slot, reading: 2 }), owners: owners(a) });
    expect(await world.chart.recordsOfAccession(domain, accession)).toEqual([]);
    // The number of its patient was misread too: the same order is another patient's now.
    await place(b, domain);
    expect(await world.chart.recordsOfAccession(domain, accession)).toEqual([b]);
  });

  test('whose number also stands on a film of the patient leads there for ever', async () => {
    const [a, domain] = [newRecord(), number()];
    await world.chart.write({ items: [], owners: owners(a), accessions: [{ domain, accession, record: a }] });
    await place(a, domain);
    await world.chart.write({ items: [order(a, domain, { said: 5, status: 'revoked', group: 'status' })], owners: {} });
    expect(await world.chart.recordsOfAccession(domain, accession)).toEqual([a]);
  });
});

describe('many writers at once', () => {
  test('20 writers of one item lose nothing, and the last trigger is that of the last revision', async () => {
    const a = newRecord();
    const items = Array.from({ length: 20 }, (_, n) => creatinine(a, 1, { group: `instance:${n}`, value: n, said: n }));

    await Promise.all(items.map((item) => world.chart.write({ items: [item], owners: owners(a) })));

    const stored = await world.chart.get(a, 'Observation', items[0]?.id ?? '');
    expect(Object.keys(stored?.groups ?? {})).toHaveLength(20);
    expect(stored).toMatchObject({ rev: 20, announcedRev: 20 });
    expect(await world.chart.head(a)).toMatchObject({ revision: 20 });
    expect(Math.max(...world.sent.map(({ revision }) => revision))).toBe(20);
  });
});

describe('persons', () => {
  test('a fact of one record bumps every record of the person', async () => {
    const [a, b, c] = [newRecord(), newRecord(), newRecord()];
    await world.chart.write({ items: [], edges: [edge(a, b), edge(c, b)], owners: owners(a, b, c) });
    world.sent.length = 0;

    await world.chart.write({ items: [creatinine(a, 1)], owners: owners(a) });

    expect(world.sent.map((one) => one.record).sort()).toEqual([a, b, c].sort());
  });

  test('merge and unmerge join and part, and bump the records of the persons before and after', async () => {
    const [a, b, c] = [newRecord(), newRecord(), newRecord()];
    await world.chart.write({ items: [], edges: [edge(a, b), edge(b, c)], owners: owners(a, b, c) });
    expect(await world.chart.person(c)).toEqual([a, b, c].sort());
    world.sent.length = 0;

    await world.chart.write({ items: [], edges: [edge(b, a, { state: 'apart', said: 5 })], owners: {} });

    expect(await world.chart.person(a)).toEqual([a]);
    expect(await world.chart.person(c)).toEqual([b, c].sort());
    expect(world.sent.map((one) => one.record).sort()).toEqual([a, b, c].sort());
    world.sent.length = 0;

    await world.chart.write({ items: [], edges: [edge(a, b, { said: 4 })], owners: {} });

    expect(await world.chart.person(a)).toEqual([a]);
    expect(world.sent).toEqual([]);
  });

  test('an edge that a dead writer left half written looks the same from both of its ends', async () => {
    const [a, b] = [newRecord(), newRecord()];
    const apart = edge(a, b, { state: 'apart', said: 1 });
    await world.chart.write({ items: [], edges: [apart], owners: owners(a, b) });
    const joined = canonicalJson(orderedEdge(edge(a, b, { said: 2 })));
    const half = { ...edgeKey(a, 'merge', b), edge: joined, rev: 2, announcedRev: 1 };
    await makeStore(world.client, world.table).put(half);

    expect(await world.chart.person(a)).toEqual([a, b].sort());
    expect(await world.chart.person(b)).toEqual([a, b].sort());
  });

  test('32 records are a person; the edge to a 33rd is refused and harms nobody', async () => {
    const chain = Array.from({ length: 33 }, newRecord);
    const edges = chain.slice(1).map((one, n) => edge(chain[n] ?? '', one));
    await world.chart.write({ items: [], edges: edges.slice(0, 31), owners: owners(...chain), silent: true });
    expect(await world.chart.person(chain[5] ?? '')).toHaveLength(32);

    const tooWide = world.chart.write({ items: [], edges, owners: owners(...chain), silent: true });

    await expect(tooWide).rejects.toMatchObject({ code: 'chart-too-wide' });
    expect(await world.chart.person(chain[32] ?? '')).toEqual([chain[32]]);
    expect(await world.chart.person(chain[5] ?? '')).toHaveLength(32);
  });

  test('an edge that is refused holds up no facts of its input, which waits for no advice', async () => {
    const chain = Array.from({ length: 33 }, newRecord);
    const [first = '', last = ''] = [chain[0], chain[32]];
    const edges = chain.slice(1).map((one, n) => edge(chain[n] ?? '', one));
    await world.chart.write({ items: [], edges: edges.slice(0, 31), owners: owners(...chain), silent: true });
    world.sent.length = 0;
    await world.chart.openInput(input(next), 10, at(0));
    const awaiting = { input: input(next), record: last };

    const tooWide = world.chart.write({ items: [creatinine(last, 1)], edges, owners: owners(first, last), awaiting });

    await expect(tooWide).rejects.toMatchObject({ code: 'chart-too-wide' });
    expect(world.sent.map((one) => one.record)).toContain(last);
    expect(await world.chart.get(last, 'Observation', creatinine(last, 1).id)).toMatchObject({
      rev: 1,
      announcedRev: 1,
    });
    expect(await world.chart.awaiting(last, 1_000)).toEqual([]);
  });
});
