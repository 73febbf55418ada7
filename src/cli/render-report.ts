import type { RunReport } from '../engine/report-input.ts';
import { later } from '../later.ts';
import { jsonReport } from '../report/json-report.ts';
import type { Format } from './report-formats.ts';

const hdf = later(() => import('../report/hdf-report.ts'));
const html = later(() => import('../report/html-report.ts'));
const junit = later(() => import('../report/junit-report.ts'));
const sarif = later(() => import('../report/sarif-report.ts'));

/** Writes a report in a form for machines or for a browser. */
export async function renderReport(report: RunReport, format: Exclude<Format, 'text'>): Promise<string> {
  switch (format) {
    case 'json':
      return jsonReport(report);
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
