import { assertPropertiesEdit } from '../documents/properties-verify.ts';
import { assertScriptEdit } from '../documents/script-verify.ts';
import { assertTomlEdit } from '../documents/toml-verify.ts';
import { assertXmlEdit } from '../documents/xml-verify.ts';
import { scriptSyntaxOf } from '../kit/start-script-part.ts';
import type { EditStep, Plan } from './plan.ts';

/**
 * Has an independent parser confirm each edit of a plan: what it means to change has changed, and nothing else.
 * @throws {DocumentError} when an edit did something else, which is a defect of a transform.
 */
export function confirmPlan(plan: Plan): void {
  for (const step of joinSteps(plan.steps)) confirmStep(step);
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

function confirmStep({ path, before, after, intents }: EditStep): void {
  const leaves = intents.flatMap((intent) => (intent.kind === 'toml' ? intent.leaves : []));
  if (leaves.length > 0) assertTomlEdit(before, after, leaves);
  const changes = intents.flatMap((intent) => (intent.kind === 'xml' ? intent.changes : []));
  if (changes.length > 0) {
    const syntax = path.endsWith('.j2') ? 'template' : 'plain';
    assertXmlEdit(before, after, changes, syntax);
  }
  const properties = intents.flatMap((intent) => (intent.kind === 'properties' ? intent.changes : []));
  if (properties.length > 0) assertPropertiesEdit(before, after, properties);
  const script = intents.flatMap((intent) => (intent.kind === 'script' ? intent.changes : []));
  const language = scriptSyntaxOf(path);
  if (script.length > 0 && language !== undefined) assertScriptEdit(before, after, script, language);
}
