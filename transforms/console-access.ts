import {
  attestation,
  attestationFindings,
  defineTransform,
  templateReads,
  tomlPart,
  tomlSettings,
} from '../src/kit/index.ts';

/** Admin services that 7.2.0 refuses as shipped: they upload code, read files, and show who logged in. */
const denied = ['CarbonAppUploader', 'WebappAdmin', 'FileDownloadService', 'FileUploadService', 'LoginStatisticsAdmin'];

export default defineTransform({
  meta: {
    title: 'Few people and no scanner reach the consoles and the admin services',
    why: 'The consoles and admin services change everything. A WSDL tells how to call them, and some of them upload code.',
    consequence: 'Tools that read the WSDL of an admin service from the server need a copy of it.',
    severity: 'medium',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Restrict access to the management console" and network-level guidelines; carbon.xml.j2 and default.json.',
    references: { cwe: [284, 749], asvs: ['4.3.1'], nist: ['AC-3', 'AC-6', 'CM-7'] },
  },
  params: attestation,
  parts: [
    tomlSettings({
      settings: [
        {
          key: 'admin_service.wsdl.enable',
          // The template asks for the boolean: a text, "true" included, hides the WSDLs.
          accepts: (value) => value !== true,
          wants: () => false,
          says: () => 'The WSDLs of the admin services are public; they should be hidden.',
        },
        {
          key: 'admin_service_get_request_filter.allow_all_services',
          accepts: (value) => String(value) !== 'true',
          wants: () => false,
          says: () => 'Every admin service answers GET requests; only the shipped ones should.',
        },
      ],
    }),
    tomlSettings({
      concerns: ({ home }) => templateReads(home, 'repository/conf/carbon.xml', 'admin_service.deny_list') === true,
      settings: [
        {
          key: 'admin_service.deny_list',
          accepts: (value) => Array.isArray(value) && denied.every((service) => value.includes(service)),
          wants: () => undefined,
          says: () =>
            `Admin services that are refused as shipped are open; take back into deny_list: ${denied.join(', ')}.`,
        },
      ],
    }),
    tomlPart<typeof attestation>({
      inspect: (_, context) =>
        attestationFindings(
          {
            id: 'console-access',
            task: 'Review who may log in to the consoles, and let a proxy open /carbon, /console and /services to administrators only',
          },
          context,
        ),
    }),
  ],
});
