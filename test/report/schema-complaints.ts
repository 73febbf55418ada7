import { Ajv, type AnySchemaObject } from 'ajv';

/** What a schema has against a document. */
export function complaintsOf(schema: AnySchemaObject, document: unknown): readonly string[] {
  // SARIF's is of draft 4, whose keywords mean the same here; its patterns are not all valid under the flag u.
  const { $schema: _draft, id: _id, ...keywords } = schema;
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true });
  const validate = ajv.compile(keywords);
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
