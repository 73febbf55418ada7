import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type AnySchemaObject } from 'ajv';

const folder = process.env['HARDEN_TEST_SCHEMAS'];

/** True where HARDEN_TEST_SCHEMAS names a folder with the schemas as their owners publish them. */
export const hasPublishedSchemas = folder !== undefined;

/** What a published schema of that folder has against a document. */
export function complaints(name: 'sarif-schema-2.1.0.json' | 'exec-json.json', document: unknown): readonly string[] {
  return complaintsOf(JSON.parse(readFileSync(join(folder ?? '', name), 'utf8')), document);
}

const xmlValidator = 'xmllint';

/** True where JUnit's XSD and a program that judges by it are there. */
export const hasXmlSchema = hasPublishedSchemas && spawnSync(xmlValidator, ['--version']).error === undefined;

/** What the published XSD of JUnit has against a document; nothing when it is valid. */
export function xmlComplaints(document: string): string {
  const schema = join(folder ?? '', 'JUnit.xsd');
  const { status, stderr } = spawnSync(xmlValidator, ['--noout', '--schema', schema, '-'], {
    input: document,
    encoding: 'utf8',
  });
  return status === 0 ? '' : stderr;
}

/** What a schema has against a document. */
export function complaintsOf(schema: AnySchemaObject, document: unknown): readonly string[] {
  // SARIF's is of draft 4, whose keywords mean the same here; its patterns are not all valid under the flag u.
  const { $schema: _draft, id: _id, ...keywords } = schema;
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true });
  const validate = ajv.compile(keywords);
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
