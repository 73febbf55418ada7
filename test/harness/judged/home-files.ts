import { isWithin, type ReleaseVersion } from '../../../src/carbon/releases.ts';
import { absent, files } from './file-places.ts';

/** The chosen value of a place of the file, `undefined` where it is as shipped. */
type Value = (at: string) => string | undefined;

/** Writes a file of a generated home; `undefined` where the release, or a home as shipped, has none. */
type Writer = (value: Value, release: ReleaseVersion) => string | undefined;

const options = [
  '-Djdk.tls.ephemeralDHKeySize',
  '-Djdk.tls.rejectClientInitiatedRenegotiation',
  '-Dhttpclient.hostnameVerifier',
  '-Dorg.opensaml.httpclient.https.disableHostnameVerification',
  '-Dcom.sun.management.jmxremote',
];

/** What a script has as shipped. */
const shipped: Readonly<Record<string, string>> = {
  '-Dhttpclient.hostnameVerifier': 'DefaultAndLocalhost',
  '-Dcom.sun.management.jmxremote': '',
};

function javaOptions(value: Value): readonly string[] {
  return options.flatMap((name) => {
    const given = value(name) ?? shipped[name];
    return given === undefined || given === absent ? [] : [given === '' ? name : `${name}=${given}`];
  });
}

const heap = (value: Value): readonly string[] => [`-Xms${value('-Xms') ?? '256m'}`, `-Xmx${value('-Xmx') ?? '1024m'}`];

const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `    <${name}>${text}</${name}>\n`;

const context = (length: string | undefined): string =>
  `<Context>\n    <Manager pathname="">${length === undefined ? '' : `<SessionIdGenerator sessionIdLength="${length}"/>`}</Manager>\n</Context>\n`;

const filterElement = (className: string): string =>
  `    <filter>\n        <filter-name>F</filter-name>\n        <filter-class>${className}</filter-class>\n    </filter>\n    <filter-mapping>\n        <filter-name>F</filter-name>\n        <url-pattern>*</url-pattern>\n    </filter-mapping>\n`;

const hstsFilter = (maxAge: string): string =>
  `    <filter>\n        <filter-name>H</filter-name>\n        <filter-class>org.apache.catalina.filters.HttpHeaderSecurityFilter</filter-class>\n        <init-param>\n            <param-name>hstsMaxAgeSeconds</param-name>\n            <param-value>${maxAge}</param-value>\n        </init-param>\n    </filter>\n    <filter-mapping>\n        <filter-name>H</filter-name>\n        <url-pattern>/*</url-pattern>\n        <dispatcher>REQUEST</dispatcher>\n        <dispatcher>FORWARD</dispatcher>\n    </filter-mapping>\n`;

const userStoreProperties = [
  'ConnectionURL',
  'SSLCertificateValidationEnabled',
  'url',
  'ConnectionName',
  'userName',
  'PasswordDigest',
  'PasswordHashMethod',
  'StoreSaltedPassword',
];

const session = 'web-app/session-config';
const provider = 'SSOIdentityProviderConfig/ServiceProviders/ServiceProvider';

/** All in the shape of the product's own, written by hand. */
export const writers: Readonly<Record<string, Writer>> = {
  [files.shell]: (value) =>
    `#!/bin/sh\nif [ -z "$JVM_MEM_OPTS" ]; then\n   JVM_MEM_OPTS="${heap(value).join(' ')}"\nfi\n$JAVACMD \\\n    $JVM_MEM_OPTS \\\n    $JAVA_OPTS \\\n${javaOptions(
      value,
    )
      .map((option) => `    ${option} \\\n`)
      .join('')}    org.wso2.carbon.bootstrap.Bootstrap $*\n`,
  [files.batch]: (value) =>
    `@echo off\r\nset CMD_LINE_ARGS=${[...heap(value), '%JAVA_OPTS%', ...javaOptions(value)].join(' ')}\r\n"%JAVA_HOME%\\bin\\java" %CMD_LINE_ARGS% org.wso2.carbon.bootstrap.Bootstrap %CMD%\r\n`,
  [files.wrapper]: (value) =>
    `wrapper.java.app.mainclass=org.wso2.carbon.bootstrap.Bootstrap\n${[...heap(value), ...javaOptions(value)]
      .map((option, index) => `wrapper.java.additional.${index + 1} = ${option}\n`)
      .join('')}`,
  [files.log]: (value) => {
    const appender = 'appender.CARBON_LOGFILE';
    const at = (name: string, otherwise: string): string =>
      `${appender}.${name} = ${value(`${appender}.${name}`) ?? otherwise}\n`;
    return `# logs\n${appender}.type = RollingFile\n${at('filePattern', 'logs/a-%d{MM-dd-yyyy}.log')}${at('layout.pattern', '[%d] %5p {%c} - %mm%ex%n')}${appender}.policies.time.type = TimeBasedTriggeringPolicy\n${appender}.policies.size.type = SizeBasedTriggeringPolicy\n${at('policies.size.size', '10MB')}${appender}.strategy.type = DefaultRolloverStrategy\n${at('strategy.max', '20')}`;
  },
  [files.context]: (value) => context(value('Context/Manager/SessionIdGenerator') ?? '128'),
  [files.carbonContext]: (value) => context(value('Context/Manager/SessionIdGenerator')),
  [files.carbonWeb]: (value) =>
    `<web-app>\n${filterElement(value('web-app/filter') ?? 'org.owasp.csrfguard.CsrfGuardFilter')}    <session-config>\n        <cookie-config>\n        ${element('secure', value(`${session}/cookie-config/secure`) ?? 'true')}        ${element('http-only', value(`${session}/cookie-config/http-only`))}        </cookie-config>\n    ${element('tracking-mode', value(`${session}/tracking-mode`) ?? 'COOKIE')}    </session-config>\n</web-app>\n`,
  [files.carbonXml]: (value, release) =>
    // Without the names of the keys the template would be one of a release that does not read them.
    `<Server>\n    <Security>\n        <XSSPreventionConfig>\n        ${element('Enabled', value('Server/Security/XSSPreventionConfig/Enabled') ?? 'true')}        </XSSPreventionConfig>\n    </Security>\n    {{encryption.key}}${isWithin(release, '7.2.0', '7.3.0') ? '{{admin_service.deny_list}}{{server.enable_admin_services}}' : ''}\n</Server>\n`,
  [files.csrfGuard]: (value, release) =>
    isWithin(release, '5.9.0', '5.11.0')
      ? `# csrf\norg.owasp.csrfguard.Enabled = ${value('org.owasp.csrfguard.Enabled') ?? 'true'}\n`
      : undefined,
  [files.identityXml]: (value, release) =>
    release === '5.9.0'
      ? `<Server>\n    <IntermediateCertValidation enable="${value('Server/IntermediateCertValidation') ?? 'false'}">\n    </IntermediateCertValidation>\n    <ClientAppAuthentication>\n        <Application name="dashboard" hash="${value('ClientAppAuthentication/Application') ?? '66cd9688a2ae068244ea01e70f0e230f5623b7fa4cdecb65070a09ec06452262'}"/>\n    </ClientAppAuthentication>\n    {% if resource_access_control.default_access is sameas allow %}\n    {% endif %}\n</Server>\n`
      : undefined,
  [files.webXml]: (value, release) => {
    const maxAge = value('web-app/filter/hstsMaxAgeSeconds');
    if (!isWithin(release, '5.9.0', '5.10.0')) return undefined;
    return `<web-app>\n    <!-- servlets -->\n${maxAge === undefined ? '' : hstsFilter(maxAge)}</web-app>\n`;
  },
  [files.userStore]: (value) => {
    const properties = userStoreProperties.flatMap((name) => {
      const given = value(`UserStoreManager/Property[@name='${name}']`);
      return given === undefined || given === absent ? [] : [`    <Property name="${name}">${given}</Property>\n`];
    });
    if (properties.length === 0) return undefined;
    return `<UserStoreManager class="org.wso2.carbon.user.core.ldap.UniqueIDReadWriteLDAPUserStoreManager">\n${properties.join('')}</UserStoreManager>\n`;
  },
  [files.samlProviders]: (value) =>
    `<SSOIdentityProviderConfig>\n    <ServiceProviders>\n        <ServiceProvider>\n${['AssertionConsumerServiceURL', 'ValidateSignatures'].map((name) => element(name, value(`${provider}/${name}`))).join('')}        </ServiceProvider>\n    </ServiceProviders>\n</SSOIdentityProviderConfig>\n`,
  [files.thrift]: (value) =>
    `<Server>\n    <Port>10711</Port>\n${['SSLEnabledProtocols', 'Ciphers'].map((name) => element(name, value(`Server/${name}`))).join('')}</Server>\n`,
  [files.loginWebapp]: (_, release) =>
    `<web-app>\n${filterElement(`org.wso2.carbon.${isWithin(release, '7.0.0', '7.3.0') ? 'tomcat.ext.filter' : 'ui.filters.cache'}.ContentTypeBasedCachePreventionFilter`)}</web-app>\n`,
  [files.ownWebapp]: (value) => {
    const className = value('web-app/filter');
    return `<web-app>\n    <display-name>Shop</display-name>\n${className === undefined ? '' : filterElement(className)}</web-app>\n`;
  },
  [files.recovery]: (value) => `app.name=dashboard\napp.password=${value('app.password') ?? 'dashboard'}\n`,
  [files.updates]: (value) => {
    const level = value('update-level');
    return level === undefined ? undefined : `{"update-level": ${level}, "username": "canary"}\n`;
  },
};
