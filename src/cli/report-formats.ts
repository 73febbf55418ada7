import type { RunReport } from '../engine/report-input.ts';
import { later } from '../later.ts';

/** What `--format` and `--report` know; `text` is for people at a terminal. */
export const formats = ['text', 'json', 'sarif', 'junit', 'html', 'hdf'] as const;
export type Format = (typeof formats)[number];

const json = later(() => import('../report/json-report.ts'));
const sarif = later(() => import('../report/sarif-report.ts'));
const junit = later(() => import('../report/junit-report.ts'));
const html = later(() => import('../report/html-report.ts'));
const hdf = later(() => import('../report/hdf-report.ts'));

/** Writes a report in a form for machines or for a browser. */
export async function renderReport(report: RunReport, format: Exclude<Format, 'text'>): Promise<string> {
  switch (format) {
    case 'json':
      return (await json()).jsonReport(report);
    case 'sarif':
      return (await sarif()).sarifReport(report);
    case 'junit':
      return (await junit()).junitReport(report);
    case 'html':
      return (await html()).htmlReport(report);
    case 'hdf':
      return (await hdf()).hdfReport(report);
  }
}
