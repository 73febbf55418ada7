import type { RunReport } from '../engine/report-input.ts';
import { jsonReport } from '../report/json-report.ts';
import type { Format } from './report-formats.ts';
import { seldom } from './seldom.ts';

/** Writes a report in a form for machines or for a browser. */
export async function renderReport(report: RunReport, format: Exclude<Format, 'text'>): Promise<string> {
  switch (format) {
    case 'json':
      return jsonReport(report);
    case 'sarif':
      return (await seldom()).sarifReport(report);
    case 'junit':
      return (await seldom()).junitReport(report);
    case 'html':
      return (await seldom()).htmlReport(report);
    case 'hdf':
      return (await seldom()).hdfReport(report);
  }
}
