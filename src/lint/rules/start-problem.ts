import type { ConfigurationProblem } from '../../carbon/effective/effective-value.ts';
import { layout } from '../../carbon/layout.ts';
import type { Context } from '../../kit/context.ts';
import type { Finding } from '../../kit/finding.ts';
import { defineRule } from '../define-rule.ts';
import { findingsOn } from '../findings-on.ts';

/**
 * All that the product's own configuration mapper stops at: what its TOML parser refuses, references that lead nowhere or
 * in a circle, secrets without an entry, values that its rules refuse.
 */
export const startProblem = defineRule({
  title: 'The server starts with this deployment.toml',
  why: 'The server does not come up at its next start, which is often that of an emergency, or it reads another value than is written.',
  consequence: 'Nothing is changed: only the operator knows what was meant.',
  severity: 'high',
  source:
    'config-mapper 1.0.2 to 1.1.0 (ReferenceResolver, UnitResolver, Validator) and cava-toml 0.5.0, measured with their jars',
  parts: [
    {
      files: (home) => [home.deploymentToml],
      inspect: (_, { configuration }: Context): readonly Finding[] =>
        findingsOn(inOrder(configuration.problems), ({ line, message }) => ({
          at: line === undefined ? layout.resources : `line ${line}`,
          ...(line === undefined ? {} : { line }),
          message: `The server does not start with it, or reads it otherwise: ${message}.`,
        })),
    },
  ],
});

function inOrder(problems: readonly ConfigurationProblem[]): readonly ConfigurationProblem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
