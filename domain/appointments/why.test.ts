import { describe, expect, test } from '@jest/globals';
import { appointment, fact, page } from './example.ts';

describe('why he comes', () => {
  test('in the words of the booking, else of the order behind it, else of his last visit to this clinic', () => {
    const reasonCode = [{ text: 'Боль в груди' }];
    expect(page({ appointment: appointment({ reasonCode }) }).why).toMatchObject({ known: true, text: 'Боль в груди' });
    const asked = fact<fhir4.ServiceRequest>({
      ...{
        resourceType: 'ServiceRequest',
        status: 'active',
        intent: 'order',
        code: { text: 'Консультация' },
        subject: {},
      },
    });
    const based = appointment({ basedOn: [{ reference: `ServiceRequest/${asked.id}` }] });
    expect(page({ appointment: based, facts: [asked] }).why.text).toBe('направление: Консультация');
    const diagnosed = (clinic: string) =>
      fact<fhir4.Condition>(
        { resourceType: 'Condition', subject: {}, code: { text: 'Кашель' }, recordedDate: '2026-02-27' },
        { clinic },
      );
    expect(page({ facts: [diagnosed('north')] }).why).toMatchObject({ known: true, text: 'Кашель' });
    expect(page({ facts: [diagnosed('south')] }).why).toMatchObject({ known: false, text: 'Причина не указана' });
  });
});
