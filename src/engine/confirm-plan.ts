import { DocumentError } from '../documents/document-error.ts';
import { assertPropertiesEdit } from '../documents/properties-verify.ts';
import { assertScriptEdit } from '../documents/script-verify.ts';
import { assertTomlEdit } from '../documents/toml-verify.ts';
import { assertXmlEdit } from '../documents/xml-verify.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { scriptSyntaxOf } from '../kit/start-script-part.ts';
import type { EditStep, Plan } from './plan.ts';

/**
 * Has an independent parser confirm each edit of a plan: what it means to change has changed, and nothing else.
 * @throws {HardenError} bad input, when an edit did something else: the file is so broken that two readers see two things
 * in it, or a transform has a defect.
 */
export function confirmPlan(plan: Plan): void {
  for (const step of joinSteps(plan.steps)) {
    try {
      confirmStep(step);
    } catch (error) {
      throw error instanceof DocumentError ? notConfirmed(step, error) : error;
    }
  }
}

function notConfirmed({ path, shares }: EditStep, { line }: DocumentError): HardenError {
  const ids = [...new Set(shares.map(({ transform }) => transform))].join(',');
  return new HardenError(
    exitStatus.badInput,
    `${path}, line ${line}: a second reader does not see in the planned edit what it is meant to do, so nothing is changed.`,
    `Mend what is wrong in the file, or leave out with --skip what would change it (${ids}); if it is sound, this is a bug in harden.`,
  );
}

/** Keys name the same thing in every round, so the rounds of a file are confirmed at once; paths of XML do not. */
function joinSteps(steps: readonly EditStep[]): readonly EditStep[] {
  const joined: EditStep[] = [];
  for (const step of steps) {
    const index = joined.findIndex(({ path, after }) => path === step.path && after === step.before);
    const former = joined[index];
    if (former === undefined || step.intents.some(({ kind }) => kind === 'xml')) joined.push(step);
    else {
      const [intents, shares] = [
        [...former.intents, ...step.intents],
        [...former.shares, ...step.shares],
      ];
      joined[index] = { ...step, before: former.before, intents, shares };
    }
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
