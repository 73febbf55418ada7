import serviceProviders from '../../transforms/service-providers.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const saml = 'repository/conf/identity/sso-idp-config.xml';
const file = 'repository/conf/identity/service-providers/portal.xml';
const samlOf = (inner: string): string =>
  `<SSOIdentityProviderConfig>\n  <ServiceProviders>\n    <ServiceProvider>${inner}</ServiceProvider>\n  </ServiceProviders>\n</SSOIdentityProviderConfig>\n`;
const acs = (url: string): string =>
  samlOf(
    `<AssertionConsumerServiceURLs><AssertionConsumerServiceURL>${url}</AssertionConsumerServiceURL></AssertionConsumerServiceURLs>`,
  );
const callback = (value: string): string =>
  `<ServiceProvider>\n  <Properties>\n    <Property><Name>callbackUrl</Name><Value>${value}</Value></Property>\n  </Properties>\n</ServiceProvider>\n`;
const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('service-providers', serviceProviders, [
  {
    says: 'reports an assertion that goes out in clear text',
    releases,
    files: { [saml]: acs('http://app.example.com/acs') },
    messages: [/AssertionConsumerServiceURL is a plain HTTP/],
  },
  {
    says: 'reports a broken hash',
    files: {
      [saml]: samlOf(
        '<SAMLDefaultDigestAlgorithmURI>http://www.w3.org/2000/09/xmldsig#sha1</SAMLDefaultDigestAlgorithmURI>',
      ),
    },
    messages: [/broken hash/],
  },
  {
    says: 'reports requests without a check of their signature',
    files: { [saml]: samlOf('<ValidateSignatures>false</ValidateSignatures>') },
    messages: [/ValidateSignatures is off/],
  },
  {
    says: 'reports a pattern for everything',
    releases,
    files: { [file]: callback('regexp=.*') },
    messages: [/callbackUrl is a pattern that accepts foreign hosts/],
  },
  {
    says: 'is content with HTTPS, with this machine and with escaped patterns',
    releases,
    files: { [saml]: acs('http://localhost:8080/acs'), [file]: callback('regexp=https://app\\.example\\.com/.*') },
    finds: [],
  },
  {
    says: 'does not take the name of a claim for an address',
    files: {
      [file]:
        '<ServiceProvider><ClaimConfig><RoleClaimURI>https://wso2.org/claims/role</RoleClaimURI></ClaimConfig></ServiceProvider>\n',
    },
    finds: [],
  },
  {
    says: 'cannot judge a broken file',
    files: { [file]: '<ServiceProvider>' },
    verdict: 'error',
    messages: [/could not be understood/],
  },
  {
    says: 'reports answers without a signature',
    files: { [saml]: samlOf('<SignResponse>false</SignResponse>') },
    messages: [/SignResponse is off/],
  },
  {
    says: 'reports MD5 in a signature',
    files: {
      [saml]: samlOf(
        '<SAMLDefaultSigningAlgorithmURI>http://www.w3.org/2001/04/xmldsig-more#rsa-md5</SAMLDefaultSigningAlgorithmURI>',
      ),
    },
    messages: [/broken hash/],
  },
  {
    says: 'is content with signatures that are checked, and with SHA-256',
    files: {
      [saml]: samlOf(
        '<ValidateSignatures>true</ValidateSignatures><SignResponse>true</SignResponse><SAMLDefaultDigestAlgorithmURI>http://www.w3.org/2001/04/xmlenc#sha256</SAMLDefaultDigestAlgorithmURI><UrlNote>http://app.example.com</UrlNote><Other>false</Other><Hash>http://www.w3.org/2000/09/xmldsig#sha1</Hash>',
      ),
    },
    finds: [],
  },
  {
    says: 'reports each of several addresses',
    files: {
      [saml]: samlOf(
        '<Urls><AssertionConsumerServiceURL>http://a.example.com</AssertionConsumerServiceURL><AssertionConsumerServiceURL>http://b.example.com</AssertionConsumerServiceURL></Urls>',
      ),
    },
    finds: ['', '[2]'].map(
      (number) =>
        `SSOIdentityProviderConfig/ServiceProviders/ServiceProvider/Urls/AssertionConsumerServiceURL${number}`,
    ),
  },
]);
