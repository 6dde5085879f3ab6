import { describe, expect, test } from '@jest/globals';
import { ecgSvg } from '../../domain/dicom/kinds/ecg-svg.ts';
import { CARD_MM, calibrationOf, drawingMm, keepCalibration } from './calibration.ts';

const shelf = () => {
  const held = new Map<string, string>();
  return {
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, value: string) => void held.set(name, value),
  };
};

describe('the scale of a screen', () => {
  test("is CSS's own until somebody holds a card to it, and says so", () => {
    const own = shelf();
    expect(calibrationOf(own)).toEqual({ pixelsPerMm: 96 / 25.4, isChecked: false });
    keepCalibration(own, 400 / CARD_MM);
    expect(calibrationOf(own)).toEqual({ pixelsPerMm: 400 / 85.6, isChecked: true });
  });

  test.each(['0', '-3', '500', 'much', ''])('that no screen can have (%s) is not believed', (value) => {
    expect(calibrationOf({ getItem: () => value, setItem: () => {} }).isChecked).toBe(false);
  });
});

describe('the drawing of an ECG', () => {
  test('states its millimetres: ten seconds are 250 of them, beside the margins', () => {
    const samples = new Float64Array(5000);
    const svg = ecgSvg({ samplesPerSecond: 500, channels: [{ name: 'II', unit: 'mV', samples }] } as never) ?? '';
    expect(drawingMm(svg)?.width).toBeGreaterThanOrEqual(250);
    expect(drawingMm(svg)?.width).toBeLessThan(300);
    expect(drawingMm('<svg viewBox="0 0 3 4"></svg>')).toBeUndefined();
  });
});
