import { assertPropertiesEdit } from '../documents/properties-verify.ts';
import { assertScriptEdit } from '../documents/script-verify.ts';
import { scriptSyntaxOf } from '../kit/start-script-part.ts';
import { later } from '../later.ts';
import type { EditStep, Plan } from './plan.ts';

export const independentReaders = later(() => import('./independent-readers.ts'));

/**
 * Has an independent parser confirm each edit of a plan: what it means to change has changed, and nothing else. The
 * parsers are loaded only when a plan changes such a file.
 * @throws {DocumentError} when an edit did something else, which is a defect of a transform.
 */
export async function confirmPlan(plan: Plan): Promise<void> {
  for (const step of joinSteps(plan.steps)) await confirmStep(step);
}

/** Keys name the same thing in every round, so the rounds of a file are confirmed at once; paths of XML do not. */
function joinSteps(steps: readonly EditStep[]): readonly EditStep[] {
  const joined: EditStep[] = [];
  for (const step of steps) {
    const index = joined.findIndex(({ path, after }) => path === step.path && after === step.before);
    const former = joined[index];
    if (former === undefined || step.intents.some(({ kind }) => kind === 'xml')) joined.push(step);
    else joined[index] = { ...step, before: former.before, intents: [...former.intents, ...step.intents] };
  }
  return joined;
}

async function confirmStep({ path, before, after, intents }: EditStep): Promise<void> {
  const leaves = intents.flatMap((intent) => (intent.kind === 'toml' ? intent.leaves : []));
  if (leaves.length > 0) (await independentReaders()).assertTomlEdit(before, after, leaves);
  const changes = intents.flatMap((intent) => (intent.kind === 'xml' ? intent.changes : []));
  if (changes.length > 0) {
    const syntax = path.endsWith('.j2') ? 'template' : 'plain';
    (await independentReaders()).assertXmlEdit(before, after, changes, syntax);
  }
  const properties = intents.flatMap((intent) => (intent.kind === 'properties' ? intent.changes : []));
  if (properties.length > 0) assertPropertiesEdit(before, after, properties);
  const script = intents.flatMap((intent) => (intent.kind === 'script' ? intent.changes : []));
  const language = scriptSyntaxOf(path);
  if (script.length > 0 && language !== undefined) assertScriptEdit(before, after, script, language);
}
