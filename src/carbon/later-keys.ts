import type { ReleaseVersion } from './releases.ts';

const carbonXml = 'repository/conf/carbon.xml';
const webXml = 'repository/conf/tomcat/web.xml';
const catalinaXml = 'repository/conf/tomcat/catalina-server.xml';
const identityXml = 'repository/conf/identity/identity.xml';

/** Keys that not every release reads: the generated file that they go into, and the first release whose template has them. */
export const laterKeys = {
  'admin_service.deny_list': { file: carbonXml, since: '7.2.0' },
  // A field of each [[tomcat.filter]].
  async_supported: { file: webXml, since: '7.1.0' },
  custom_transport: { file: catalinaXml, since: '6.0.0' },
  'identity_mgt.lite_user_registration.callback_url': { file: identityXml, since: '6.0.0' },
  'intermediate_cert_validation.enable': { file: identityXml, since: '5.10.0' },
  'owasp.csrfguard.enable': { file: 'repository/conf/security/Owasp.CsrfGuard.Carbon.properties', since: '6.0.0' },
  'resource_access_control.default_access_allow': { file: identityXml, since: '5.10.0' },
  'server.enable_admin_services': { file: carbonXml, since: '7.2.0' },
  'session.nonce.cookie.enabled': { file: identityXml, since: '5.11.0' },
  'tomcat.filter': { file: webXml, since: '5.11.0' },
  'transport.http.enabled': { file: catalinaXml, since: '5.11.0' },
} as const satisfies Readonly<Record<string, { readonly file: string; readonly since: ReleaseVersion }>>;
