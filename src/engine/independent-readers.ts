/**
 * The readers that had no part in making an edit, with their libraries. They are one module because a plan that changes
 * anything needs nearly all of them, and each module that is loaded later is one more file to open.
 */
export { assertTomlEdit } from '../documents/toml-verify.ts';
export { xmlFault } from '../documents/xml-fault.ts';
export { assertXmlEdit } from '../documents/xml-verify.ts';
