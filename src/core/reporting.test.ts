import { expect, test } from 'vitest';
import { type ReportingSituation, reportingStage } from './reporting.ts';

const FREE: ReportingSituation = { status: null, isMoving: true, goalM: null };

test.each<[string, Partial<ReportingSituation>]>([
  ['idle', {}],
  ['waiting', { isMoving: false }],
  ['idle', { status: 'completed' }],
  ['assigned', { status: 'assigned', isMoving: false }],
  ['trip', { status: 'on_way', goalM: 301 }],
  ['near', { status: 'on_way', goalM: 300 }],
  ['near', { status: 'arrived', goalM: 0, isMoving: false }],
  ['trip', { status: 'started' }],
])('a driver is %s with %o', (stage, situation) => {
  expect(reportingStage({ ...FREE, ...situation })).toBe(stage);
});
