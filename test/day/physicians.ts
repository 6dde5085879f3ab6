import { describe, expect, test } from '@jest/globals';
import type { Party } from '../../local/keys.ts';
import { dateIn, visitMorning } from '../../samples/day/time.ts';
import { AppointmentsAnswer } from '../../schemas/api/appointments.ts';
import { WorklistAnswer } from '../../schemas/api/desk-worklist.ts';
import type { PlayedDay } from './played.ts';

/** Holds what physicians find in the chart and are told by rules. */
export function aboutPhysicians(played: () => PlayedDay): void {
  const shown = () => played().shown;
  /** The day on which the patients of the sample day's appointments are seen, as a physician of the hospital opens it. */
  const appointmentsOf = async (id: string): Promise<AppointmentsAnswer> => {
    const seenAt = visitMorning('Asia/Yekaterinburg', new Date(played().day.endsAt));
    const date = dateIn('Asia/Yekaterinburg', seenAt).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
    const reader: Party = { kind: 'person', id, clinic: 'district', roles: ['physician'] };
    const answer = await played().ask(`/appointments/today?clinic=district&physician=T12&date=${date}`, reader);
    return AppointmentsAnswer.parse(await answer.json());
  };

  describe('what physicians find and are told', () => {
    test.each([
      ['post-adult', 'photo', 'feldsher-dalny', 'post', 'Фотография / Photograph', undefined],
      ['potassium-answered', 'ecg', 'physician-berezovo', 'district', 'ЭКГ в 12 отведениях', 'image/svg+xml'],
      ['accent', 'letter', 'physician-berezovo', 'district', 'Выписной эпикриз', 'application/pdf'],
    ])('%s’s %s is in the chart, with its file', async (person, name, id, clinic, description, type) => {
      const { record, end } = await played().traceOf(person, name);
      expect(end?.state).toMatch(/stored|published/);
      const reader: Party = { kind: 'person', id, clinic, roles: ['physician'] };
      const bundle = (await (
        await played().ask(`/fhir/Patient/${record}/$everything`, reader)
      ).json()) as fhir4.Bundle<fhir4.FhirResource>;
      const resources = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
      const studies = resources.filter((one) => one.resourceType === 'ImagingStudy');
      expect(studies.map((study) => study.description)).toContain(description);
      const files = resources.flatMap((one) =>
        one.resourceType === 'DocumentReference' ? one.content.map(({ attachment }) => attachment.contentType) : [],
      );
      if (type !== undefined) expect(files).toContain(type);
    });

    test('a critical potassium that nobody acknowledges is delivered, not acknowledged, and overdue', async () => {
      const { deliveries } = await played().traceOf('potassium-silent', 'laboratory-L-9003');
      const [critical] = deliveries?.filter(({ severity }) => severity === 'critical') ?? [];
      expect(critical).toMatchObject({ delivered: { code: 'AA' }, overdueSince: expect.any(String) });
      expect(critical).not.toHaveProperty('acknowledged');
    });

    test('a critical potassium is acknowledged by the physician who signed for it', async () => {
      const { deliveries } = await played().traceOf('potassium-answered', 'laboratory-L-9004');
      const [critical] = deliveries?.filter(({ severity }) => severity === 'critical') ?? [];
      // The region asks for read-back; a statement by way of the record system carries it.
      expect(critical).toMatchObject({
        acknowledged: { by: 'physician-berezovo', readBack: { says: expect.stringMatching(/^2[.,]3/) } },
      });
      // On a slow machine the physician may come after the deadline; nobody is called after he came.
      expect((critical?.overdueSince ?? '') <= (critical?.acknowledged?.at ?? '')).toBe(true);
    });

    test.each([
      ['physician-berezovo', 'district'],
      ['feldsher-dalny', 'post'],
    ])('on the work list of %s stand his own patients, as whose attending he is told', async (id, clinic) => {
      const reader: Party = { kind: 'person', id, clinic, roles: ['physician'] };
      const answer = await played().ask(`/desk-api/worklist?clinic=${clinic}&state=all`, reader);
      const { items, who } = WorklistAnswer.parse(await answer.json());
      expect(who).toBe('mine');
      const his = items.filter(({ recipients }) => recipients.some((one) => one.id === id && one.as === 'attending'));
      expect(his.length).toBeGreaterThan(1);
    });

    test('a haemolysed sample is to be repeated, not alarmed about', () => {
      expect(shown().adviceOf('Легендина')).toMatchObject([{ rule: { id: 'critical_labs' }, severity: 'warning' }]);
    });

    test.each([
      ['agrees', 'Небылицын'],
      ['agrees', 'Сказкина'],
      ['disagrees', 'Былинкин'],
    ])('the radiologist’s report that %s stands beside the finding of %s', (verdict, family) => {
      expect(shown().findingOf(family)?.agreement).toMatchObject({ verdict });
    });

    test('a suspicious mammogram calls for an appointment, unasked: booked, it is silent; cancelled, it is there again', () => {
      const rule = 'critical_finding_without_appointment';
      expect(
        shown()
          .adviceOf('Сочинилова')
          .map((advice) => advice.rule.id),
      ).not.toContain(rule);
      expect(shown().adviceOf('Черновикова')).toContainEqual(
        expect.objectContaining({ matter: `${rule}:bi-rads`, severity: 'warning' }),
      );
    });

    test('the physician opens his day: why each patient comes, what is new since he saw him, what is open, what to decide', async () => {
      const { pages, physician } = await appointmentsOf('physician-berezovo');
      expect(physician).toBe('T12');
      const page = (family: string) => pages.find(({ patient: { name } }) => name?.startsWith(family));
      expect(page('Сочинилова')).toMatchObject({
        why: { known: true, text: 'Результат маммографии' },
        news: { since: { by: 'visit' } },
      });
      const news = page('Сочинилова')?.news.items.map(({ text }) => text) ?? [];
      expect(news).toContainEqual(expect.stringContaining('BI-RADS 5'));
      expect(page('Сочинилова')?.open.items.map(({ kind }) => kind)).toContain('order-without-result');
      // He has taken note of the potassium: it is silent for him, and stands before a colleague who opens his day.
      expect(page('Эскизов')).toMatchObject({ open: { items: [{ kind: 'noted' }] }, decide: { items: [] } });
      const theirs = (await appointmentsOf('physician-colleague')).pages;
      const { decide } = theirs.find(({ patient: { name } }) => name?.startsWith('Эскизов')) ?? {};
      expect(decide?.items[0]).toMatchObject({ severity: 'critical', matter: 'potassium' });
      expect(decide?.items[0]?.orders[0]?.actions[0]?.type).toBe('create');
      expect(page('Черновикова')).toMatchObject({ appointment: { takesPlace: false } });
      const [decision] = page('Черновикова')?.decide.items ?? [];
      expect(decision?.orders.flatMap(({ actions }) => actions)).toMatchObject([
        { resource: { resourceType: 'Appointment', status: 'proposed' } },
      ]);
    });
  });
}
