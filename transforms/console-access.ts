import {
  attestation,
  attestationPart,
  defineTransform,
  deniedServices,
  isRead,
  mayBeTrue,
  tomlSettings,
} from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'Few people and no scanner reach the consoles and the admin services',
    why: 'The consoles and admin services change everything. A WSDL tells how to call them, and some of them upload code.',
    consequence: 'Tools that read the WSDL of an admin service from the server need a copy of it.',
    severity: 'medium',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Restrict access to the management console" and network-level guidelines; carbon.xml.j2 and default.json.',
    references: { cwe: [749], nist: ['AC-3', 'AC-6', 'CM-7'] },
  },
  params: attestation,
  parts: [
    tomlSettings(
      {
        key: 'admin_service.wsdl.enable',
        // The template asks for the boolean: a text, "true" included, hides the WSDLs.
        accepts: (value) => value !== true,
        wants: false,
        says: 'The WSDLs of the admin services are public; they should be hidden.',
      },
      {
        key: 'admin_service_get_request_filter.allow_all_services',
        accepts: (value) => !mayBeTrue(value),
        wants: false,
        says: 'Every admin service answers GET requests; only the shipped ones should.',
      },
      {
        key: 'admin_service.deny_list',
        concerns: ({ home }) => isRead(home, 'admin_service.deny_list'),
        accepts: (value) => Array.isArray(value) && deniedServices.every((service) => value.includes(service)),
        says: `Admin services that are refused as shipped are open; take back into deny_list: ${deniedServices.join(', ')}.`,
      },
      {
        key: 'server.enable_admin_services',
        concerns: ({ home }) => isRead(home, 'server.enable_admin_services'),
        accepts: (value) => !mayBeTrue(value),
        says: 'The SOAP admin services are switched on, which this release can do without; take the key away unless a tool of yours calls them.',
        severity: 'low',
      },
    ),
    attestationPart({
      id: 'console-access',
      task: 'Review who may log in to the consoles, and let a proxy open /carbon, /console and /services to administrators only',
    }),
  ],
});
