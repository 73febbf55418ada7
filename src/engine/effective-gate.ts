import { isJavaList, isJavaMap, type JavaValue, javaText } from '../carbon/effective/java-value.ts';
import type { EffectiveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import { DocumentError } from '../documents/document-error.ts';
import { xmlFault } from '../documents/xml-fault.ts';
import type { Home } from '../kit/home.ts';
import { type EffectiveChange, effectiveChange, type GeneratedFile, tryRender } from './generated-changes.ts';
import { idleEdits } from './idle-edits.ts';
import type { Plan } from './plan.ts';
import type { Gate } from './report-input.ts';

/**
 * Refuses a plan after which the server would not start, or would read something else than meant: a problem of the
 * configuration that was not there before, a key that the installation makes nothing of, or a generated file that cannot
 * be rendered any more or is no well-formed XML any more.
 */
export function effectiveGates(home: Home, plan: Plan): readonly Gate[] {
  const change = effectiveChange(home, plan);
  if (change === undefined) return [];
  // The vendor's templates take any plain value; what they make of others has to be seen.
  const files = change.filesOf(change.keys.filter((key) => isDelicate(change, key)));
  const faults = [
    ...newProblems(change),
    ...idleEdits(home, plan, change.after),
    ...files.map(faultOf).filter((each) => each !== ''),
  ];
  const [fault] = faults;
  if (fault === undefined) return [];
  const others = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return [
    {
      id: 'effective-result',
      message: `The server would not read what this plan means: ${fault}${others}.`,
      hint: 'Look at the answers that the plan puts in, or leave its transforms out one by one with --skip.',
    },
  ];
}

function newProblems({ before, after }: EffectiveChange): readonly string[] {
  const known = new Set(before.problems.map(({ message }) => message));
  return after.problems
    .filter(({ message }) => !known.has(message))
    .map(({ line, message }) => (line === undefined ? message : `line ${line}, ${message}`));
}

/** What is wrong with a file after the plan and was not before, or an empty text. */
function faultOf({ path, before, after }: GeneratedFile): string {
  try {
    const text = after();
    if (!path.endsWith('.xml')) return '';
    const line = xmlFault(text);
    const old = line === undefined ? undefined : tryRender(before);
    if (line === undefined || old === undefined || xmlFault(old) !== undefined) return '';
    return `${path} would not be well-formed XML in line ${line}`;
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return tryRender(before) === undefined ? '' : `${path} could not be generated, because of ${error.reason}`;
  }
}

/** True for a value that could be taken for markup or a template, that has parts, or that is of another type than before. */
function isDelicate({ before, after }: EffectiveChange, key: string): boolean {
  const was = currentValue(before, key);
  const is = currentValue(after, key);
  if (isJavaList(is) || isJavaMap(is)) return true;
  return (was !== null && is !== null && typeof was !== typeof is) || /[<&"'{}\x00-\x1f]/.test(javaText(is));
}

function currentValue({ data }: EffectiveConfiguration, key: string): JavaValue {
  return data.get(key) ?? null;
}
