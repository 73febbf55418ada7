import { DocumentError } from '../../documents/document-error.ts';
import { renderTemplate, type TemplateInput } from './render-template.ts';

/** What a template makes, or why nothing; the reason quotes no value. */
export type Rendered = { readonly text: string } | { readonly refusal: string };

/** Renders a template with values that were made up, which it may not be able to do without. */
export function tryRender(input: TemplateInput): Rendered {
  try {
    return { text: renderTemplate(input) };
  } catch (error) {
    if (error instanceof DocumentError) return { refusal: error.reason };
    throw error;
  }
}
