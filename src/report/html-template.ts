import { escapeMarkup } from './escape-markup.ts';

/** A piece of a page that is already escaped. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | readonly Markup[] | undefined;

/** Tags a template of HTML: what is put in is escaped unless it is itself the result of such a template. */
export function html(texts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: texts.map((text, index) => text + written(values[index])).join('') };
}

function written(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeMarkup(String(value));
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}
